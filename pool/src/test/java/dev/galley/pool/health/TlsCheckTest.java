// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCheckTest {
    private static final String SHOP = ", name: shop.example.com";

    @TempDir static Path folder;
    private static TlsPeer good, old;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        good = new TlsPeer(folder, "-validity 30");
        old = new TlsPeer(folder, "-startdate -10d -validity 5");
    }

    @AfterAll
    static void stop() throws IOException {
        good.close();
        old.close();
    }

    private static @Nullable String run(TlsPeer peer, String settings) {
        return Checks.check("{type: tls" + settings + "}").run(peer.address(), Checks.LONG);
    }

    private static String ca(TlsPeer peer) {
        return ", verify: true, ca: '" + peer.certificate + "'";
    }

    @Test
    void aHandshakeIsEnoughIfNoMoreIsAsked() {
        assertThat(run(good, "")).isNull();
        assertThat(run(old, "")).isNull();
    }

    @Test
    void theNameIsAskedForIfThereIsOneAndOnlyThen() {
        good.names.clear();
        assertThat(run(good, "")).isNull();
        assertThat(run(good, ", name: shop.example.com")).isNull();
        await().untilAsserted(() ->
                assertThat(good.names).containsExactlyInAnyOrder("-", "shop.example.com"));
    }

    @Test
    void theSignatureIsVerifiedAgainstTheCa() {
        assertThat(run(good, SHOP + ca(good))).isNull();
        assertThat(run(good, SHOP + ca(old))).startsWith("TLS handshake failed: ");
        assertThat(run(good, SHOP + ", verify: true"))
                .isEqualTo(
                        "TLS handshake failed: unable to find valid certification path to requested"
                                + " target");
    }

    @Test
    void theNameIsVerifiedTooAndIsTheMembersOwnIfThereIsNoOther() {
        assertThat(run(good, ", name: www.example.com" + ca(good)))
                .startsWith("TLS handshake failed: ")
                .contains("www.example.com");
        assertThat(run(good, ca(good))).startsWith("TLS handshake failed: ").contains("localhost");
    }

    @Test
    void anExpiredCertificateIsDownIfItIsVerified() {
        assertThat(run(old, SHOP + ca(old))).startsWith("the certificate expired at ");
    }

    @Test
    void theCertificateMustBeValidForSomeDays() {
        assertThat(run(good, ", min-days: 29")).isNull();
        assertThat(run(good, ", min-days: 31"))
                .isEqualTo("the certificate expires in 29 days, min-days is 31");
        assertThat(run(old, ", min-days: 0")).startsWith("the certificate expired at ");
    }

    @Test
    void theDaysAreCountedFromNow() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(Handshake.tooOld(now.plus(Duration.ofDays(14)), now, 14)).isNull();
        assertThat(Handshake.tooOld(now.plus(Duration.ofDays(14)).minusSeconds(1), now, 14))
                .isEqualTo("the certificate expires in 13 days, min-days is 14");
        assertThat(Handshake.tooOld(now, now, 0)).isNull();
    }

    @Test
    void aCaFileThatWillNotDoIsNamed() throws IOException {
        Path none = folder.resolve("none.pem");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path broken =
                Files.writeString(
                        folder.resolve("broken.pem"),
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThat(run(good, ", verify: true, ca: '" + none + "'"))
                .isEqualTo("the ca file " + none + " does not exist");
        assertThat(run(good, ", verify: true, ca: '" + empty + "'"))
                .isEqualTo("the ca file " + empty + " has no certificate");
        assertThat(run(good, ", verify: true, ca: '" + broken + "'"))
                .startsWith("the ca file " + broken + ": ");
    }

    @Test
    void anHttpCheckGoesThroughTls() {
        String health = "{type: http, expect: {body: %s}, tls: {min-days: %s}}";
        assertThat(Checks.check(health.formatted("well", 1)).run(good.address(), Checks.LONG))
                .isNull();
        assertThat(Checks.check(health.formatted("well", 99)).run(good.address(), Checks.LONG))
                .startsWith("the certificate expires in 29 days");
        assertThat(
                        Checks.check("{type: http, tls: {verify: true}}")
                                .run(good.address(), Checks.LONG))
                .startsWith("TLS handshake failed: ");
    }

    @Test
    void aServerWithoutTlsIsNamed() throws IOException {
        try (Peer peer = Peer.saying("220 mail.example.com ESMTP\r\n")) {
            assertThat(Checks.check("tls").run(peer.address(), Checks.LONG))
                    .isEqualTo("TLS handshake failed: Unsupported or unrecognized SSL message");
        }
    }
}

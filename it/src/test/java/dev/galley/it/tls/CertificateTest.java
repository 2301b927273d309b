// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which certificate a client gets, and by which protocol.
@Needs({"openssl", "curl"})
class CertificateTest {
    @TempDir static Path folder;

    private static Authority authority;
    private static Echo backend;
    private static Running running;

    @BeforeAll
    static void start() {
        authority = new Authority(folder);
        backend = new Echo();
        running =
                Running.serving(
                        backend.address(),
                        authority.issue(Authority.EC, "DNS:localhost,DNS:shop.example.com"),
                        authority.issue(Authority.RSA, "DNS:localhost,DNS:shop.example.com"),
                        authority.issue(Authority.EC, "DNS:*.wild.example.com"),
                        authority.issue(Authority.RSA, "DNS:old.example.com"),
                        authority.issue(
                                "ec -pkeyopt ec_paramgen_curve:P-384", "DNS:p384.example.com"));
    }

    @AfterAll
    static void stop() {
        running.close();
        backend.close();
    }

    @ParameterizedTest
    @CsvSource({
        "-servername shop.example.com, leaf-1, ECDSA",
        "-servername SHOP.example.com, leaf-1, ECDSA",
        "-servername a.wild.example.com, leaf-3, ECDSA",
        "-servername old.example.com, leaf-4, RSA-PSS",
        "-servername p384.example.com, leaf-5, ECDSA",
        "-servername a.b.wild.example.com, leaf-1, ECDSA",
        "-servername wild.example.com, leaf-1, ECDSA",
        "-servername unknown.example.com, leaf-1, ECDSA",
        "-noservername, leaf-1, ECDSA",
    })
    void theCertificateIsTheOneForTheNameThatIsAskedFor(
            String options, String subject, String signature) {
        for (String version : new String[] {"-tls1_2", "-tls1_3"})
            assertThat(running.client(version + " " + options))
                    .contains("subject=CN = " + subject)
                    .contains("Peer signature type: " + signature);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tls1_2 -sigalgs RSA-PSS+SHA256",
                "-tls1_3 -sigalgs RSA-PSS+SHA256",
                "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256",
            })
    void aClientThatTakesNoEcdsaGetsTheCertificateOfRsa(String options) {
        assertThat(running.client(options + " -servername shop.example.com"))
                .contains("subject=CN = leaf-2")
                .contains("Peer signature type: RSA-PSS");
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256",
        "-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256, TLS_CHACHA20_POLY1305_SHA256",
        "-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384, ECDHE-ECDSA-AES256-GCM-SHA384",
        "-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256,"
                + "ECDHE-ECDSA-CHACHA20-POLY1305",
        "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305,"
                + "ECDHE-ECDSA-AES128-GCM-SHA256",
    })
    void theClientsOrderOfCiphersCounts(String options, String cipher) {
        assertThat(running.client(options)).contains("Cipher is " + cipher);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tls1 -cipher DEFAULT@SECLEVEL=0",
                "-tls1_1 -cipher DEFAULT@SECLEVEL=0",
                "-tls1_2 -cipher AES128-GCM-SHA256",
                "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA",
                "-tls1_2 -cipher aNULL@SECLEVEL=0",
                "-tls1_2 -groups P-521",
            })
    void whatIsWeakIsRefused(String options) {
        assertThat(running.client(options)).contains("Cipher is (NONE)").contains("alert");
    }

    @Test
    void theProtocolIsAgreedOnByAlpn() {
        assertThat(running.client("-alpn h2,http/1.1")).contains("ALPN protocol: http/1.1");
        assertThat(running.client("-alpn h2")).contains("No ALPN negotiated");
    }

    @Test
    void membersAreToldThatItIsHttps() {
        String trusting = "--cacert " + authority.certificate();
        assertThat(running.curl(trusting))
                .startsWith("HTTP/1.1 200")
                .contains("X-forwarded-proto=https")
                .contains("X-forwarded-for=127.0.0.1");
        assertThat(running.curl(trusting + " --tlsv1.3")).startsWith("HTTP/1.1 200");
    }
}

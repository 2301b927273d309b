// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of files that can't be used, when the configuration is read.
@Needs({"openssl", "keytool"})
class FilesTest {
    @TempDir Path folder;

    private Authority authority;
    private Authority.Pair pair;

    @BeforeEach
    void issue() {
        authority = new Authority(folder);
        pair = authority.issue(Authority.EC, "DNS:localhost");
    }

    private Config load(String listener) throws IOException {
        Path file = folder.resolve("galley.yaml");
        Files.writeString(
                file,
                """
                pools: {web: {members: ["127.0.0.1:1"]}}
                listeners:
                  - bind: ":0"
                    routes: [{pool: web}]
                    %s
                """
                        .formatted(listener));
        return Config.load(file);
    }

    private void refused(String listener, String... sentence) {
        assertThatThrownBy(() -> load(listener)).hasMessageContainingAll(sentence);
    }

    private static String one(Path cert, Path key) {
        return "tls: {certificates: [{cert: " + cert + ", key: " + key + "}]}";
    }

    @Test
    void aMissingFileIsToldWithItsPlace() {
        refused(
                one(folder.resolve("none.pem"), pair.key()),
                "galley.yaml:5:",
                "listeners[0].tls.certificates[0]: there is no file " + folder.resolve("none.pem"));
    }

    @Test
    void aForeignKeyIsTold() {
        Authority.Pair other = authority.issue(Authority.EC, "DNS:localhost");
        Authority.Pair rsa = authority.issue(Authority.RSA, "DNS:localhost");
        String sentence = "does not belong to the certificate in " + pair.cert();
        refused(one(pair.cert(), other.key()), "the key in " + other.key() + " " + sentence);
        refused(one(pair.cert(), rsa.key()), "the key in " + rsa.key() + " " + sentence);
    }

    @Test
    void whatIsNoCertificateOrKeyIsTold() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "hello");
        refused(one(text, pair.key()), text + " is not a PEM file");
        refused(one(pair.key(), pair.key()), pair.key() + " has no certificate");
        refused(one(pair.cert(), pair.cert()), pair.cert() + " has no private key");
        refused(one(folder, pair.key()), folder + " is not a file");
    }

    @Test
    void anEncryptedKeyIsTold() {
        Path locked = folder.resolve("locked.key");
        Program.must("openssl pkey -aes128 -passout pass:x -in " + pair.key() + " -out " + locked);
        refused(one(pair.cert(), locked), locked + " is encrypted; decrypt it: openssl pkey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa"})
    void keysInTheOlderFormsAreTaken(String kind) throws IOException {
        Authority.Pair made =
                authority.issue(kind.equals("ec") ? Authority.EC : Authority.RSA, "DNS:localhost");
        Path old = folder.resolve("old.key");
        Program.must("openssl " + kind + " -in " + made.key() + " -out " + old + traditional(kind));
        assertThat(Files.readString(old))
                .contains(kind.equals("ec") ? "EC PRIVATE" : "RSA PRIVATE");
        assertThat(load(one(made.cert(), old)).listeners()).hasSize(1);
    }

    private static String traditional(String kind) {
        return kind.equals("rsa") ? " -traditional" : "";
    }

    @Test
    void badFilesBesideTheCertificateAreTold() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "hello");
        refused(
                Running.tls("ticket-keys: " + text, pair),
                text + " has 5 bytes",
                "openssl rand 80");
        refused(Running.tls("client: {ca: " + text + "}", pair), text + " is not a PEM file");
        refused(
                "tls: {certificates: [{cert: %s, key: %s, ocsp: %s}]}"
                        .formatted(pair.cert(), pair.key(), text),
                "listeners[0].tls.certificates[0].ocsp: " + text + " is not a successful answer");
    }

    @Test
    void anExpiredCertificateIsTakenWithAWarning() throws IOException {
        Path store = folder.resolve("store.p12");
        Program.must(
                "keytool -genkeypair -keyalg EC -alias a -dname CN=old -startdate -9d -validity 5"
                        + " -storepass secret -keystore "
                        + store);
        Path old = folder.resolve("expired.pem");
        Program.must("openssl pkcs12 -nodes -passin pass:secret -in " + store + " -out " + old);
        assertThat(load(one(old, old)).warnings(Instant.now()))
                .singleElement()
                .asString()
                .startsWith("listeners[0].tls.certificates[0]: " + old + " expired at");
        assertThat(load(one(pair.cert(), pair.key())).warnings(Instant.now())).isEmpty();
    }
}

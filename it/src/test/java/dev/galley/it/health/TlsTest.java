// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checks `tls` and `http` with `tls`, and a real server of OpenSSL.
@Needs("openssl")
class TlsTest {
    @TempDir Path folder;

    private Program openssl(String... more) throws IOException, InterruptedException {
        Program.run(
                folder,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem",
                "-days",
                "30",
                "-subj",
                "/CN=galley",
                "-addext",
                "subjectAltName=DNS:shop.example.com");
        int port = Ports.free();
        String[] command = {
            "openssl",
            "s_server",
            "-accept",
            "127.0.0.1:" + port,
            "-key",
            "key.pem",
            "-cert",
            "cert.pem",
            "-www",
            "-quiet"
        };
        return new Program(
                folder,
                port,
                Stream.of(command, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private String ca() {
        return "name: shop.example.com, verify: true, ca: '" + folder.resolve("cert.pem") + "'";
    }

    @Test
    void oneThatServesIsUpAndOneThatHangsOrDiedIsDown() throws Exception {
        try (Program server = openssl()) {
            Checked.followsItsFate("{type: tls, " + ca() + "}", server);
        }
    }

    @Test
    void aPageIsFetchedByHttps() throws Exception {
        try (Program server = openssl("-tls1_2")) {
            String health = "{type: http, expect: {body: TLSv1.2}, tls: {" + ca() + "}}";
            assertThat(Checked.check(health, server.address())).isNull();
            assertThat(Checked.check("http", server.address())).isNotNull();
        }
    }

    @Test
    void oneThatWantsAClientCertificateIsUp() throws Exception {
        try (Program server = openssl("-Verify", "1")) {
            assertThat(Checked.check("tls", server.address())).isNull();
        }
    }

    @Test
    void anOldProtocolIsRefused() throws Exception {
        try (Program server = openssl("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")) {
            assertThat(Checked.check("tls", server.address())).startsWith("TLS handshake failed: ");
        }
    }
}

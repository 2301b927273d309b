// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.it.relay.Peer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS to members: nginx, and what is believed of it.
@Needs({"openssl", "nginx"})
class MemberTest {
    @TempDir Path folder;

    private Authority authority;
    private TlsNginx nginx;

    @BeforeEach
    void start() {
        authority = new Authority(folder);
        nginx =
                new TlsNginx(
                        folder,
                        authority.issue(
                                Authority.EC, "DNS:localhost,DNS:web.internal,IP:127.0.0.1"),
                        "ssl_client_certificate "
                                + authority.certificate()
                                + "; ssl_verify_client optional;"
                                + " location / { return 200"
                                + " '$ssl_server_name/$connection_requests/$ssl_client_s_dn'; }");
    }

    @AfterEach
    void stop() {
        nginx.close();
    }

    private Running running(String member, String tls) {
        return Running.of(member, "tls: {" + tls + "}", "forwarded: both");
    }

    private String ca() {
        return "ca: " + authority.certificate();
    }

    @Test
    void aMemberIsAskedForByItsHostAndItsConnectionIsUsedAgain() {
        try (Running running = running("localhost:" + nginx.port(), ca())) {
            // On one connection, and so on one loop: each has connections of its own.
            String get = "GET / HTTP/1.1\r\nHost: h\r\n";
            String last = get + "Connection: close\r\n\r\n";
            assertThat(Plain.say(running.port(), (get + "\r\n").repeat(2) + last))
                    .containsSubsequence("localhost/1/", "localhost/2/", "localhost/3/");
        }
    }

    @Test
    void anAddressIsVerifiedButNotSentAsAName() {
        try (Running running = running("127.0.0.1:" + nginx.port(), ca())) {
            assertThat(Plain.ask(running.port(), "")).endsWith("\r\n/1/");
        }
    }

    @Test
    void anotherNameMayBeAskedFor() {
        try (Running running =
                running("127.0.0.1:" + nginx.port(), ca() + ", name: web.internal")) {
            assertThat(Plain.ask(running.port(), "")).endsWith("web.internal/1/");
        }
    }

    @Test
    void aMemberWithoutACertificateForTheNameIsRefused() {
        try (Running running =
                running("127.0.0.1:" + nginx.port(), ca() + ", name: other.internal")) {
            assertThat(Plain.ask(running.port(), "")).startsWith("HTTP/1.1 502");
            assertThat(running.ends("MV")).isEqualTo(1);
        }
    }

    @Test
    void aMemberOfAnUnknownAuthorityIsRefused() {
        Authority other = new Authority(folder);
        String address = "localhost:" + nginx.port();
        try (Running foreign = running(address, "ca: " + other.certificate());
                Running jdk = running(address, "");
                Running lax = running(address, "verify: false")) {
            assertThat(Plain.ask(foreign.port(), "")).startsWith("HTTP/1.1 502");
            assertThat(foreign.ends("MV")).isEqualTo(1);
            assertThat(Plain.ask(jdk.port(), "")).startsWith("HTTP/1.1 502");
            assertThat(Plain.ask(lax.port(), "")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aMemberThatSpeaksNoTlsIsRefused() throws IOException {
        try (var plain = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                Running running = running("127.0.0.1:" + plain.getLocalPort(), ca())) {
            Thread.ofVirtual().start(() -> greet(plain));
            assertThat(Plain.ask(running.port(), "")).startsWith("HTTP/1.1 502");
            assertThat(running.ends("MV")).isEqualTo(1);
        }
    }

    private static void greet(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("220 hello\r\n".getBytes(US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAnswerThatIsBrokenOffIsNotTakenForAWholeOne() {
        CountDownLatch read = new CountDownLatch(1);
        try (Peer web =
                        Peer.doing(socket -> {
                            socket.getOutputStream()
                                    .write("HTTP/1.1 200 OK\r\n\r\na part".getBytes(US_ASCII));
                            socket.getInputStream().readAllBytes();
                        });
                Running tls =
                        RelayTest.relay(
                                web.address(),
                                Running.tls("", authority.issue(Authority.EC, "DNS:localhost")));
                Peer cutting = Peer.doing(socket -> cut(socket, tls.port(), read));
                Running running =
                        running(cutting.address().replace("127.0.0.1", "localhost"), ca());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), running.port())) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII));
            StringBuilder said = new StringBuilder();
            while (said.indexOf("a part") < 0) said.append((char) client.getInputStream().read());
            read.countDown();
            await().until(() -> running.ends("MD") == 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Passes bytes on both ways, and then resets.
    private static void cut(Socket socket, int port, CountDownLatch when) throws IOException {
        try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread.ofVirtual().start(() -> pass(socket, behind));
            Thread.ofVirtual().start(() -> pass(behind, socket));
            await().until(() -> when.getCount() == 0);
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // As it is to be.
        }
    }

    @Test
    void membersAreShownACertificate() {
        Authority.Pair own = authority.issue(Authority.RSA, "DNS:galley");
        String tls = "%s, cert: %s, key: %s".formatted(ca(), own.cert(), own.key());
        try (Running running = running("localhost:" + nginx.port(), tls)) {
            assertThat(Plain.ask(running.port(), "")).contains("CN=leaf-2");
        }
    }

    @Test
    void aHandshakeThatDoesNotEndCountsAsConnecting() throws java.io.IOException {
        try (var silent =
                        new java.net.ServerSocket(0, 8, java.net.InetAddress.getLoopbackAddress());
                Running running =
                        Running.of(
                                "127.0.0.1:" + silent.getLocalPort(),
                                "tls: {}, timeout: {connect: 200ms}, retry: {attempts: 0}",
                                "forwarded: both")) {
            assertThat(Plain.ask(running.port(), "")).startsWith("HTTP/1.1 504");
            await().until(() -> running.ends("MK") == 1);
        }
    }

    @Test
    void theHeaderOfTheProxyProtocolGoesBeforeTls() {
        try (TlsNginx wanting =
                        new TlsNginx(
                                folder,
                                authority.issue(Authority.EC, "DNS:localhost"),
                                "location / { return 200 '$proxy_protocol_addr'; }",
                                "proxy_protocol");
                Running running =
                        Running.of(
                                "localhost:" + wanting.port(),
                                "proxy-protocol: v2, tls: {" + ca() + "}",
                                "proxy-protocol: [127.0.0.1]")) {
            String header = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n";
            String request = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
            assertThat(Plain.say(running.port(), header + request)).endsWith("\r\n192.0.2.7");
        }
    }
}

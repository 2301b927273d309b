// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.it.net.Ports;
import dev.galley.it.relay.Peer;
import dev.galley.it.relay.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Relays that speak TLS to their members: to Redis, and to another relay.
@Needs({"openssl", "redis-server", "redis-cli"})
class RelayMemberTest {
    @TempDir Path folder;

    private Authority authority;
    private Authority.Pair server;
    private Authority.Pair own;
    private Program redis;
    private int port;

    @BeforeEach
    void start() {
        authority = new Authority(folder);
        server = authority.issue(Authority.EC, "DNS:localhost");
        own = authority.issue(Authority.RSA, "DNS:galley");
        port = Ports.free();
        redis =
                Program.serving(
                        port,
                        folder,
                        List.of(
                                Program.find("redis-server"),
                                "--port",
                                "0",
                                "--save",
                                "",
                                "--tls-port",
                                "" + port,
                                "--tls-auth-clients",
                                "yes",
                                "--tls-ca-cert-file",
                                authority.certificate().toString(),
                                "--tls-cert-file",
                                server.cert().toString(),
                                "--tls-key-file",
                                server.key().toString()));
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private String tls() {
        return "tls: {ca: %s, cert: %s, key: %s}"
                .formatted(authority.certificate(), own.cert(), own.key());
    }

    private static String cli(Running relay, String command) {
        return dev.galley.it.tls.Program.run("redis-cli -p " + relay.port() + " " + command);
    }

    @Test
    void aPlainClientReachesAMemberThatWantsTlsAndACertificate() {
        try (Running relay = RelayTest.relay("localhost:" + port, tls(), "")) {
            assertThat(cli(relay, "set name galley")).isEqualTo("OK\n");
            assertThat(cli(relay, "get name")).isEqualTo("galley\n");
        }
    }

    @Test
    void tlsThatEndsAtTheRelayBeginsAnewBehindIt() {
        String listener = Running.tls("client: {ca: " + authority.certificate() + "}", server);
        try (Running relay = RelayTest.relay("localhost:" + port, tls(), listener)) {
            String client = "--tls --sni localhost --cacert " + authority.certificate();
            String shown = client + " --cert " + own.cert() + " --key " + own.key();
            assertThat(cli(relay, shown + " set name galley")).isEqualTo("OK\n");
            assertThat(cli(relay, shown + " get name")).isEqualTo("galley\n");
            assertThat(cli(relay, client + " get name")).doesNotContain("galley");
        }
    }

    @Test
    void aMemberThatIsNotWhoItShouldBeIsRefusedAndAnotherOneTried() {
        Authority other = new Authority(folder);
        try (Peer peer = Peer.echo();
                Running strange =
                        RelayTest.relay(
                                peer.address(),
                                "",
                                Running.tls("", other.issue(Authority.EC, "DNS:localhost")));
                Running refused = RelayTest.relay("localhost:" + strange.port(), tls(), "");
                Running tried =
                        RelayTest.relay(
                                "localhost:%d, localhost:%d".formatted(strange.port(), port),
                                tls(),
                                "")) {
            assertThat(Plain.say(refused.port(), "")).isEmpty();
            await().until(() -> refused.ends("MV") == 1);
            for (int i = 0; i < 4; i++) assertThat(cli(tried, "ping")).isEqualTo("PONG\n");
            assertThat(tried.way().gauges().retries()).isPositive();
            assertThat(peer.served()).isZero();
        }
    }

    @Test
    void aHandshakeThatDoesNotEndCountsAsConnecting() throws IOException {
        try (Peer silent = Peer.doing(socket -> socket.getInputStream().readAllBytes());
                Running relay =
                        RelayTest.relay(
                                silent.address(),
                                "tls: {}, timeout: {connect: 200ms}, retry: {attempts: 0}",
                                "")) {
            assertThat(Plain.say(relay.port(), "")).isEmpty();
            await().until(() -> relay.ends("MK") == 1);
        }
    }

    @Test
    void theHeaderOfTheProxyProtocolGoesBeforeTls() {
        try (Peer peer = Peer.echo();
                Running behind =
                        RelayTest.relay(
                                peer.address(),
                                "proxy-protocol: v1",
                                "proxy-protocol: [127.0.0.1], " + Running.tls("", server));
                Running relay =
                        RelayTest.relay(
                                "localhost:" + behind.port(),
                                "proxy-protocol: v2, tls: {ca: " + authority.certificate() + "}",
                                "proxy-protocol: [127.0.0.1]")) {
            String header = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n";
            assertThat(greeted(relay, header, header.length())).isEqualTo(header);
        }
    }

    /// The first bytes that come back.
    private static String greeted(Running relay, String words, int length) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
            byte[] back = socket.getInputStream().readNBytes(length);
            return new String(back, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void endsAreToldThroughTls() throws IOException {
        try (Peer peer =
                        Peer.doing(socket -> {
                            byte[] all = socket.getInputStream().readNBytes(8);
                            socket.getOutputStream().write(all);
                            socket.shutdownOutput();
                            socket.getInputStream().readAllBytes();
                        });
                Running behind = RelayTest.relay(peer.address(), Running.tls("", server));
                Running relay =
                        RelayTest.relay(
                                "localhost:" + behind.port(),
                                "tls: {ca: " + authority.certificate() + "}",
                                "");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("12345678".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().readAllBytes()).hasSize(8);
            socket.shutdownOutput();
            await().until(() -> relay.ends("--") == 1 && behind.ends("--") == 1);
            await().until(() -> peer.open() == 0);
        }
    }

    @Test
    void breaksAreToldThroughTls() throws IOException {
        try (Peer peer =
                        Peer.doing(socket -> {
                            socket.getOutputStream().write(new byte[8]);
                            socket.getInputStream().read();
                            socket.setSoLinger(true, 0);
                        });
                Running behind = RelayTest.relay(peer.address(), Running.tls("", server));
                Running relay =
                        RelayTest.relay(
                                "localhost:" + behind.port(),
                                "tls: {ca: " + authority.certificate() + "}",
                                "");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
            socket.setSoTimeout(30_000);
            assertThat(socket.getInputStream().readNBytes(8)).hasSize(8);
            socket.getOutputStream().write(1);
            await().until(() -> relay.ends("MD") == 1 && behind.ends("MD") == 1);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.it.relay.Peer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS that ends at a relay.
@Needs("openssl")
class RelayTest {
    @TempDir static Path folder;
    private static Authority authority;
    private static Authority.Pair pair;

    /// What the member has seen of each connection: all bytes, and `!` behind them if it was broken
    /// off.
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @BeforeAll
    static void issue() {
        authority = new Authority(folder);
        pair = authority.issue(Authority.EC, "DNS:localhost,DNS:shop.example.com");
    }

    static Running relay(String member, String listener) {
        return relay(member, "", listener);
    }

    static Running relay(String member, String pool, String listener) {
        return Running.whole(yaml(member, pool, listener));
    }

    private static String yaml(String member, String pool, String listener) {
        return """
        pools: {all: {members: [%s], %s}}
        listeners: [{bind: "127.0.0.1:0", via: relay, pool: all, %s}]
        """
                .formatted(member, pool, listener);
    }

    /// Keeps what it reads to the end, and then says `bye`.
    private Peer witness() {
        return Peer.doing(socket -> {
            StringBuilder all = new StringBuilder();
            try {
                for (int b = socket.getInputStream().read(); b >= 0; ) {
                    all.append((char) b);
                    b = socket.getInputStream().read();
                }
                write(socket, "bye");
            } catch (SocketException broken) {
                all.append('!');
            }
            seen.add(all.toString());
        });
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String seen() throws InterruptedException {
        return seen.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void membersGetWhatIsInTls() {
        try (Peer peer = Peer.echo();
                Running relay = relay(peer.address(), Running.tls("", pair))) {
            for (String version : new String[] {"-tls1_2", "-tls1_3"})
                assertThat(
                                relay.client(
                                        version
                                                + " -verify_return_error -CAfile "
                                                + authority.certificate()))
                        .contains("Verify return code: 0 (ok)");
            try (Client client = new Client(relay.port())) {
                client.send("hello");
                assertThat(client.text(5)).isEqualTo("hello");
            }
            await().until(() -> relay.ends("--") == 3);
        }
    }

    @Test
    void noProtocolIsOfferedThatTheMembersMayNotSpeak() {
        try (Peer peer = Peer.echo();
                Running relay = relay(peer.address(), Running.tls("", pair))) {
            assertThat(relay.client("-alpn http/1.1")).contains("No ALPN negotiated");
        }
    }

    @Test
    void theNameOfTheHandshakeDecidesOnThePool() {
        try (Peer shop = saying("shop");
                Peer rest = saying("rest");
                Running relay =
                        Running.whole(
                                """
                                pools: {shop: {members: ["%s"]}, rest: {members: ["%s"]}}
                                listeners:
                                  - bind: "127.0.0.1:0"
                                    via: relay
                                    %s
                                    routes:
                                      - {match: {sni: [shop.example.com]}, pool: shop}
                                      - {pool: rest}
                                """
                                        .formatted(
                                                shop.address(),
                                                rest.address(),
                                                Running.tls("", pair)))) {
            String quiet = "-quiet -verify_quiet ";
            assertThat(relay.client(quiet + "-servername SHOP.example.com")).contains("shop");
            assertThat(relay.client(quiet + "-servername other.example.com")).contains("rest");
            assertThat(relay.client(quiet + "-noservername")).contains("rest");
        }
    }

    /// Says this, and ends.
    private static Peer saying(String words) {
        return Peer.doing(socket -> write(socket, words));
    }

    @Test
    void whatTheClientEndsTheMemberLearns() throws Exception {
        try (Peer peer = witness();
                Running relay = relay(peer.address(), Running.tls("", pair))) {
            try (Client client = new Client(relay.port())) {
                client.send("all of it");
                client.end();
                assertThat(seen()).isEqualTo("all of it");
                assertThat(client.rest()).isEmpty();
            }
            await().until(() -> relay.ends("--") == 1);
        }
    }

    @Test
    void whatTheMemberEndsTheClientLearnsAndMaySendOn() throws Exception {
        try (Peer peer =
                        Peer.doing(socket -> {
                            write(socket, "first");
                            socket.shutdownOutput();
                            byte[] all = socket.getInputStream().readAllBytes();
                            seen.add(new String(all, StandardCharsets.ISO_8859_1));
                        });
                Running relay = relay(peer.address(), Running.tls("", pair));
                Client client = new Client(relay.port())) {
            assertThat(client.rest()).isEqualTo("first");
            client.send("second");
            client.end();
            assertThat(seen()).isEqualTo("second");
            await().until(() -> relay.ends("--") == 1);
        }
    }

    @Test
    void anEndThatTlsDoesNotTellIsABreak() throws Exception {
        try (Peer peer = witness();
                Running relay = relay(peer.address(), Running.tls("", pair));
                Client client = new Client(relay.port())) {
            client.send("a part");
            await().until(() -> peer.open() == 1);
            client.cut();
            assertThat(seen()).endsWith("!");
            await().until(() -> relay.ends("CA") == 1);
        }
    }

    @Test
    void aMemberThatBreaksOffIsNotTakenForOneThatHasEnded() {
        try (Peer peer =
                        Peer.doing(socket -> {
                            write(socket, "a part");
                            socket.getInputStream().read();
                            socket.setSoLinger(true, 0);
                        });
                Running relay = relay(peer.address(), Running.tls("", pair))) {
            assertThat(say(relay, "x")).contains("a part").contains("unexpected eof");
            await().until(() -> relay.ends("MD") == 1);
        }
    }

    /// What openssl, which tells a said end from another one, prints for these words.
    private static String say(Running relay, String words) {
        return Program.run(
                List.of(
                        "sh",
                        "-c",
                        "printf '%s' | openssl s_client -quiet -verify_quiet -connect 127.0.0.1:%d"
                                .formatted(words, relay.port())));
    }

    @Test
    void aMemberThatEndsIsNotTakenForOneThatHasBrokenOff() {
        try (Peer peer =
                        Peer.doing(socket -> {
                            socket.getInputStream().read();
                            write(socket, "all of it");
                        });
                Running relay = relay(peer.address(), Running.tls("", pair))) {
            assertThat(say(relay, "x")).contains("all of it").doesNotContain("unexpected eof");
            await().until(() -> relay.ends("--") == 1);
        }
    }

    @Test
    void clientsMustShowACertificateWhereOneIsRequired() {
        Authority staff = new Authority(folder);
        Authority.Pair anna = staff.issue(Authority.EC, "DNS:anna");
        String tls = Running.tls("client: {ca: " + staff.certificate() + "}", pair);
        try (Peer peer = saying("welcome");
                Running relay = relay(peer.address(), tls)) {
            String quiet = "-quiet -verify_quiet ";
            assertThat(relay.client(quiet)).contains("certificate required");
            assertThat(relay.client(quiet + "-cert " + pair.cert() + " -key " + pair.key()))
                    .doesNotContain("welcome");
            assertThat(peer.served()).isZero();
            assertThat(relay.client(quiet + "-cert " + anna.cert() + " -key " + anna.key()))
                    .contains("welcome");
        }
    }

    @Test
    void aClientThatSpeaksNoTlsGetsNothing() {
        try (Peer peer = saying("welcome");
                Running relay = relay(peer.address(), Running.tls("", pair))) {
            assertThat(Plain.say(relay.port(), "EHLO example.com\r\n")).isEmpty();
            assertThat(peer.served()).isZero();
        }
    }

    @Test
    void theHeaderOfTheProxyProtocolComesBeforeTls() throws Exception {
        String listener = "proxy-protocol: [127.0.0.1], " + Running.tls("", pair);
        try (Peer peer = witness();
                Running relay = relay(peer.address(), "proxy-protocol: v1", listener)) {
            String header = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n";
            try (Client client = new Client(relay.port(), 0, header)) {
                client.send("hello");
                client.end();
                assertThat(seen()).isEqualTo(header + "hello");
            }
        }
    }

    @Test
    void aReloadTakesOtherCertificatesAndEndsTlsOrBeginsIt() throws IOException {
        Authority.Pair other = authority.issue(Authority.RSA, "DNS:other.example.com");
        try (Peer peer = saying("welcome");
                Running relay = relay(peer.address(), "")) {
            assertThat(Plain.say(relay.port(), "")).isEqualTo("welcome");
            relay.reload(yaml(peer.address(), "", Running.tls("", pair)));
            assertThat(relay.client("-ign_eof")).contains("welcome", "ECDSA");
            relay.reload(yaml(peer.address(), "", Running.tls("", other)));
            assertThat(relay.client("-ign_eof")).contains("welcome", "RSA-PSS");
            assertThatThrownBy(() ->
                            relay.reload(
                                    yaml(
                                            peer.address(),
                                            "",
                                            "tls: {certificates: [{cert: none.pem, key: k}]}")))
                    .hasMessageContaining("none.pem");
            assertThat(relay.client("-ign_eof")).contains("welcome");
            relay.reload(yaml(peer.address(), "", ""));
            assertThat(Plain.say(relay.port(), "")).isEqualTo("welcome");
        }
    }

    @Test
    void muchGoesThroughWholeBothWaysThoughReadersAreSlow() throws Exception {
        long size = 48L << 20;
        try (Peer peer = Peer.echo();
                Running relay = relay(peer.address(), Running.tls("", pair));
                Client client = new Client(relay.port(), 64 * 1024, "")) {
            Thread sender = Thread.ofVirtual().start(() -> pour(client, size));
            // Nothing is taken at first: everything between comes to a stand.
            await().until(() -> sender.getState() == Thread.State.WAITING || !sender.isAlive());
            assertThat(client.skip(size)).isEqualTo(size);
            sender.join();
            client.end();
            assertThat(client.rest()).isEmpty();
        }
    }

    private static void pour(Client client, long size) {
        try {
            OutputStream out = client.out();
            byte[] part = new byte[99_991];
            for (long left = size; left > 0; left -= part.length)
                out.write(part, 0, (int) Math.min(part.length, left));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

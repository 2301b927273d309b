// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.galley.it.net.Soon;
import dev.galley.net.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who a client is: told to the relay, and by it to the members.
class SourceTest {
    private static final String V1 = "PROXY TCP4 192.0.2.1 198.51.100.2 4321 443\r\n";

    private static Peer telling() {
        return Peer.doing(socket -> {
            byte[] got = socket.getInputStream().readAllBytes();
            socket.getOutputStream()
                    .write(HexFormat.of().formatHex(got).getBytes(StandardCharsets.US_ASCII));
        });
    }

    private static String told(Relayed relay, String words) throws IOException {
        try (Socket client = relay.client()) {
            client.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
            client.shutdownOutput();
            String hex =
                    new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aMemberIsToldOfTheClient() throws Exception {
        try (Peer peer = telling()) {
            try (Relayed relay = Relayed.tcp("proxy-protocol: v1", "", peer.address())) {
                assertThat(told(relay, "hello"))
                        .matches(
                                "PROXY TCP4 127.0.0.1 127.0.0.1 \\d+ "
                                        + relay.address().getPort()
                                        + "\r\nhello");
            }
            try (Relayed relay = Relayed.tcp("proxy-protocol: v2", "", peer.address())) {
                assertThat(told(relay, "hello"))
                        .startsWith("\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c\u007f\0\0\1\u007f\0\0\1")
                        .endsWith("hello");
            }
        }
    }

    @Test
    void aMemberThatSpeaksFirstIsToldToo() throws Exception {
        Peer.Script greeting =
                socket -> {
                    StringBuilder line = new StringBuilder();
                    for (int b = 0; b != '\n'; line.append((char) b))
                        b = socket.getInputStream().read();
                    socket.getOutputStream()
                            .write(line.toString().getBytes(StandardCharsets.US_ASCII));
                };
        try (Peer peer = Peer.doing(greeting);
                Relayed relay = Relayed.tcp("proxy-protocol: v1", "", peer.address());
                Socket client = relay.client()) {
            assertThat(client.getInputStream().readAllBytes()).asString().startsWith("PROXY TCP4 ");
        }
    }

    @Test
    void whatATrustedPeerSaysOfTheClientIsPassedOn() throws Exception {
        try (Peer peer = telling();
                Relayed relay =
                        Relayed.tcp(
                                "proxy-protocol: v1",
                                "proxy-protocol: [127.0.0.0/8]",
                                peer.address())) {
            assertThat(told(relay, V1 + "hello")).isEqualTo(V1 + "hello");
        }
    }

    @Test
    void anybodyElseIsTakenAtHisWord() throws Exception {
        try (Peer peer = telling();
                Relayed relay = Relayed.tcp("", "proxy-protocol: [192.0.2.0/24]", peer.address())) {
            assertThat(told(relay, V1 + "hello")).isEqualTo(V1 + "hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello, I am no header", "PROXY TCP4 1 2 3 4\r\n"})
    void withoutItsHeaderATrustedPeerIsCut(String words) throws Exception {
        try (Peer peer = telling();
                Relayed relay = Relayed.tcp("", "proxy-protocol: [127.0.0.0/8]", peer.address())) {
            try {
                assertThat(told(relay, words)).isEmpty();
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            Soon.until(() -> relay.open() == 0);
            assertThat(peer.served()).isZero();
        }
    }

    @Test
    void aMemberSeesTheClientsOwnAddressIfTheFileSaysSo() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "it takes root");
        assumeTrue(Transport.best() != Transport.NIO, "it takes a transport of Linux");
        Peer.Script telling =
                socket ->
                        socket.getOutputStream()
                                .write(
                                        socket.getInetAddress()
                                                .getHostAddress()
                                                .getBytes(StandardCharsets.US_ASCII));
        try (Peer peer = Peer.doing(telling);
                Relayed relay = Relayed.tcp("", "source: client", peer.address());
                Socket client = new Socket()) {
            client.bind(new InetSocketAddress("127.0.0.77", 0));
            client.connect(relay.address());
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("127.0.0.77");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Ports;
import dev.galley.it.net.Soon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Bytes both ways between a client and a member.
@SuppressWarnings("try") // what is open need not be spoken to, and may be closed early
class TcpRelayTest {
    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    /// Where nobody listens.
    private static String nobody() {
        return "127.0.0.1:" + Ports.free();
    }

    @Test
    void whatIsSentComesBackByteForByte() throws Exception {
        try (Peer echo = Peer.echo();
                Relayed relay = Relayed.tcp("", "", echo.address())) {
            for (int size : new int[] {1, 10_007, 20_000_000}) {
                try (Socket client = relay.client()) {
                    byte[] sent = random(size);
                    Thread.startVirtualThread(() -> send(client, sent));
                    assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
                }
            }
            Soon.until(() -> relay.ends("--") == 3);
            assertThat(relay.way().traffic().totals().bytesIn()).isEqualTo(20_010_008);
            assertThat(relay.way().traffic().totals().bytesOut()).isEqualTo(20_010_008);
            assertThat(relay.way().routes().getFirst().traffic().totals().requests()).isEqualTo(3);
            assertThat(relay.pool().snapshot().members().getFirst().member().traffic().totals())
                    .extracting(totals -> totals.bytesOut())
                    .isEqualTo(20_010_008L);
        }
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aServerMaySpeakFirst() throws Exception {
        try (Peer greeting = Peer.saying("220 hello\r\n");
                Relayed relay = Relayed.tcp("", "", greeting.address());
                Socket client = relay.client()) {
            assertThat(client.getInputStream().readNBytes(11))
                    .asString()
                    .isEqualTo("220 hello\r\n");
            client.shutdownOutput();
            assertThat(all(client)).isEmpty();
        }
    }

    @Test
    void theEndOfOneDirectionLeavesTheOtherOpen() throws Exception {
        Peer.Script last =
                socket -> {
                    byte[] got = socket.getInputStream().readAllBytes();
                    socket.getOutputStream()
                            .write(("got " + got.length).getBytes(StandardCharsets.US_ASCII));
                };
        Peer.Script first =
                socket -> {
                    socket.getOutputStream().write("bye".getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    assertThat(socket.getInputStream().readAllBytes()).hasSize(4);
                };
        try (Peer listener = Peer.doing(last);
                Peer speaker = Peer.doing(first)) {
            try (Relayed relay = Relayed.tcp("", "", listener.address());
                    Socket client = relay.client()) {
                send(client, new byte[1234]);
                assertThat(all(client)).isEqualTo("got 1234");
            }
            try (Relayed relay = Relayed.tcp("", "", speaker.address());
                    Socket client = relay.client()) {
                assertThat(all(client)).isEqualTo("bye");
                client.getOutputStream().write(new byte[4]);
                assertThat(relay.open()).isEqualTo(1);
                client.shutdownOutput();
                Soon.until(() -> relay.ends("--") == 1);
            }
        }
    }

    @Test
    void aMemberThatDoesNotAcceptIsPassedOver() throws Exception {
        try (Peer echo = Peer.echo();
                Relayed relay =
                        Relayed.tcp("ejection: {failures: 0}", "", nobody(), echo.address())) {
            for (int i = 0; i < 10; i++)
                try (Socket client = relay.client()) {
                    send(client, "hello".getBytes(StandardCharsets.US_ASCII));
                    assertThat(all(client)).isEqualTo("hello");
                }
            assertThat(relay.way().gauges().retries()).isBetween(5L, 10L);
            assertThat(relay.pool().snapshot().members().getFirst().member().failures())
                    .isEqualTo(relay.way().gauges().retries());
        }
    }

    @Test
    void aMemberThatAcceptsTooSlowlyIsPassedOver() throws Exception {
        List<Socket> backlog = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Peer echo = Peer.echo();
                Relayed relay =
                        Relayed.tcp(
                                "timeout: {connect: 1s}",
                                "",
                                "127.0.0.1:" + deaf.getLocalPort(),
                                echo.address())) {
            for (int i = 0; i < 3; i++) {
                Socket filling = new Socket();
                backlog.add(filling);
                Thread.startVirtualThread(() -> connect(filling, deaf));
            }
            Soon.until(() -> backlog.stream().filter(Socket::isConnected).count() >= 2);
            for (int i = 0; i < 2; i++)
                try (Socket client = relay.client()) {
                    send(client, "hello".getBytes(StandardCharsets.US_ASCII));
                    assertThat(all(client)).isEqualTo("hello");
                }
            assertThat(relay.way().gauges().retries()).isPositive();
        } finally {
            for (Socket socket : backlog) socket.close();
        }
    }

    private static void connect(Socket socket, ServerSocket to) {
        try {
            socket.connect(to.getLocalSocketAddress());
        } catch (IOException closed) {
            // The backlog was full before.
        }
    }

    @Test
    void withoutAMemberTheClientIsClosed() throws Exception {
        try (Relayed relay = Relayed.tcp("ejection: {failures: 0}", "", nobody(), nobody());
                Socket client = relay.client()) {
            assertThat(all(client)).isEmpty();
            Soon.until(() -> relay.ends("MC") == 1 && relay.open() == 0);
        }
    }

    @Test
    void aResetIsPassedOn() throws Exception {
        Peer.Script resetting =
                socket -> {
                    socket.getOutputStream().write("half of".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                };
        try (Peer peer = Peer.doing(resetting);
                Relayed relay = Relayed.tcp("", "", peer.address());
                Socket client = relay.client()) {
            assertThat(client.getInputStream().readNBytes(7)).asString().isEqualTo("half of");
            client.getOutputStream().write('x');
            assertThat(
                            org.assertj.core.api.Assertions.catchThrowable(
                                    () -> client.getInputStream().read()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
            Soon.until(() -> relay.ends("MD") == 1);
        }
    }

    @Test
    void aMemberThatResetsBeforeItAnswersHasFailed() throws Exception {
        Peer.Script resetting =
                socket -> {
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                };
        try (Peer peer = Peer.doing(resetting);
                Relayed relay = Relayed.tcp("", "", peer.address());
                Socket client = relay.client()) {
            client.getOutputStream().write('x');
            Soon.until(() -> relay.ends("MX") == 1);
            var member = relay.pool().snapshot().members().getFirst().member();
            Soon.until(() -> member.failures() == 1);
        }
    }

    @Test
    void aClientWaitsWhileItsMemberIsFullAndWhatItSaidWaitsToo() throws Exception {
        try (Peer echo = Peer.echo();
                Relayed relay =
                        Relayed.tcp(
                                "queue: {timeout: 10s}",
                                "",
                                "{address: \"" + echo.address() + "\", max-connections: 1}");
                Socket first = relay.client()) {
            first.getOutputStream().write('a');
            assertThat(first.getInputStream().read()).isEqualTo('a');
            try (Socket second = relay.client()) {
                send(second, "early".getBytes(StandardCharsets.US_ASCII));
                Soon.until(() -> relay.pool().queue().size() == 1);
                assertThat(echo.served()).isOne();
                first.close();
                assertThat(all(second)).isEqualTo("early");
            }
        }
    }

    @Test
    void theQueueHasAnEnd() throws Exception {
        try (Peer echo = Peer.echo();
                Relayed relay =
                        Relayed.tcp(
                                "queue: {size: 1, timeout: 3s}",
                                "",
                                "{address: \"" + echo.address() + "\", max-connections: 1}");
                Socket first = relay.client()) {
            first.getOutputStream().write('a');
            assertThat(first.getInputStream().read()).isEqualTo('a');
            try (Socket second = relay.client()) {
                Soon.until(() -> relay.pool().queue().size() == 1);
                try (Socket third = relay.client()) {
                    assertThat(all(third)).isEmpty();
                }
                assertThat(all(second)).isEmpty();
            }
            Soon.until(() -> relay.ends("PQ") == 1 && relay.ends("PT") == 1);
            first.getOutputStream().write('b');
            assertThat(first.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void whatIsIdleForTooLongEnds() throws Exception {
        try (Peer echo = Peer.echo();
                Relayed relay = Relayed.tcp("", "timeout: {idle: 1500ms}", echo.address());
                Socket client = relay.client()) {
            long began = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                client.getOutputStream().write(i);
                assertThat(client.getInputStream().read()).isEqualTo(i);
            }
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(1_500_000_000L);
            Soon.until(() -> relay.ends("PI") == 1);
            Soon.until(() -> echo.open() == 0);
        }
    }

    @Test
    void oneClientTooManyIsTurnedAway() throws Exception {
        try (Peer echo = Peer.echo();
                Relayed relay = Relayed.tcp("", "connections: 1", echo.address());
                Socket first = relay.client()) {
            first.getOutputStream().write('a');
            assertThat(first.getInputStream().read()).isEqualTo('a');
            try (Socket second = relay.client()) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            first.getOutputStream().write('b');
            assertThat(first.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void aClientComesBackToItsMemberByItsAddress() throws Exception {
        try (Peer a = Peer.saying("a");
                Peer b = Peer.saying("b");
                Peer c = Peer.saying("c");
                Relayed relay =
                        Relayed.tcp("policy: hash", "", a.address(), b.address(), c.address())) {
            for (int i = 0; i < 9; i++)
                try (Socket client = relay.client()) {
                    client.getInputStream().read();
                }
            assertThat(List.of(a.served(), b.served(), c.served())).containsOnlyOnce(9);
        }
    }
}

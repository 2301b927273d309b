// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator does to a relay with open connections, and what clients may do to it.
@SuppressWarnings("try") // what is open need not be spoken to, and may be closed early
class OperatedTest {
    /// What a slow peer may leave waiting: the water mark of a connection, and a read.
    private static final long MOST_HELD = 8 << 20;

    private static long held() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    private static void echoes(Socket client) throws IOException {
        client.getOutputStream().write('x');
        assertThat(client.getInputStream().read()).isEqualTo('x');
    }

    @Test
    void aReloadKeepsConnectionsAndTakesNewOnesElsewhere() throws Exception {
        try (Peer old = Peer.echo();
                Peer next = Peer.echo();
                Relayed relay = Relayed.tcp("", "", old.address());
                Socket before = relay.client()) {
            echoes(before);
            relay.reload(Relayed.yaml("", "", "", next.address()));
            try (Socket after = relay.client()) {
                echoes(after);
                echoes(before);
                assertThat(old.open()).isOne();
                assertThat(next.open()).isOne();
            }
        }
    }

    @Test
    void connectionsOfAMemberThatLeavesAreClosedIfTheFileSaysSo() throws Exception {
        try (Peer old = Peer.echo();
                Peer next = Peer.echo();
                Relayed relay = Relayed.tcp("", "on-down: close", old.address());
                Socket before = relay.client()) {
            echoes(before);
            relay.reload(Relayed.yaml("", "", "on-down: close", next.address()));
            assertThat(before.getInputStream().read()).isEqualTo(-1);
            Soon.until(() -> relay.ends("PD") == 1);
            try (Socket after = relay.client()) {
                echoes(after);
            }
        }
    }

    @Test
    void connectionsOfAMemberThatGoesDownAreClosedIfTheFileSaysSo() throws Exception {
        try (Peer probed = Peer.echo();
                Peer echo = Peer.echo()) {
            String pool =
                    "health: {type: tcp, port: %s, interval: 50ms, timeout: 20s, rise: 1, fall: 1}"
                            .formatted(probed.address().split(":", 2)[1]);
            try (Relayed keeping = Relayed.tcp(pool, "", echo.address());
                    Relayed closing = Relayed.tcp(pool, "on-down: close", echo.address());
                    Socket kept = keeping.client();
                    Socket closed = closing.client()) {
                echoes(kept);
                echoes(closed);
                probed.close();
                assertThat(closed.getInputStream().read()).isEqualTo(-1);
                Soon.until(() -> closing.ends("PD") == 1);
                Soon.until(() -> keeping.pool().down());
                echoes(kept);
            }
        }
    }

    @Test
    void aDrainedRelayEndsItsConnectionsInPeace() throws Exception {
        try (Peer echo = Peer.echo();
                Relayed relay = Relayed.tcp("", "", echo.address());
                Socket client = relay.client()) {
            echoes(client);
            relay.way().drain();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(relay::client))
                    .isInstanceOf(java.net.ConnectException.class);
            echoes(client);
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            Soon.until(() -> relay.open() == 0);
        }
    }

    @Test
    void aClosedRelayLeavesNoConnection() throws Exception {
        try (Peer echo = Peer.echo();
                Relayed relay = Relayed.tcp("", "", echo.address());
                Socket client = relay.client()) {
            echoes(client);
            relay.way().close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            Soon.until(() -> relay.ends("PX") == 1 && echo.open() == 0);
        }
    }

    @Test
    void aConnectionHasItsLineInTheAccessLog(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("access.log");
        String log = "access-log: {file: \"" + file + "\", format: json}";
        try (Peer echo = Peer.echo();
                Relayed relay = Relayed.tcp("", log, echo.address())) {
            try (Socket client = relay.client()) {
                echoes(client);
            }
            Soon.until(() -> Files.readString(file).endsWith("}\n"));
            assertThat(Files.readString(file))
                    .contains("\"client\":\"127.0.0.1\",\"bytes_in\":1,\"bytes_out\":1,")
                    .contains("\"pool\":\"all\",\"member\":\"" + echo.address() + "\",\"tries\":1")
                    .contains("\"termination\":\"--\"");
        }
    }

    @Test
    void whatAClientDoesNotReadWaitsAtTheMember() throws Exception {
        AtomicLong poured = new AtomicLong();
        Peer.Script pour =
                socket -> {
                    byte[] part = new byte[1 << 20];
                    for (int i = 0; i < 200; i++) {
                        socket.getOutputStream().write(part);
                        poured.addAndGet(part.length);
                    }
                };
        try (Peer peer = Peer.doing(pour);
                Relayed relay = Relayed.tcp("", "", peer.address())) {
            long before = held();
            try (Socket client = new Socket()) {
                client.setReceiveBufferSize(64 * 1024);
                client.connect(relay.address());
                still(poured);
                assertThat(poured.get()).isLessThan(200 << 20);
                assertThat(held() - before).isLessThan(MOST_HELD);
                assertThat(client.getInputStream().readAllBytes()).hasSize(200 << 20);
            }
        }
    }

    @Test
    void whatAMemberDoesNotReadWaitsAtTheClient() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Peer.Script lazy =
                socket -> {
                    await(go);
                    long got =
                            socket.getInputStream()
                                    .transferTo(java.io.OutputStream.nullOutputStream());
                    socket.getOutputStream()
                            .write(Long.toString(got).getBytes(StandardCharsets.US_ASCII));
                };
        AtomicLong sent = new AtomicLong();
        try (Peer peer = Peer.doing(lazy);
                Relayed relay = Relayed.tcp("", "", peer.address());
                Socket client = relay.client()) {
            long before = held();
            Thread.startVirtualThread(() -> pour(client, sent));
            still(sent);
            assertThat(sent.get()).isLessThan(200 << 20);
            assertThat(held() - before).isLessThan(MOST_HELD);
            go.countDown();
            assertThat(client.getInputStream().readAllBytes())
                    .asString()
                    .isEqualTo(Integer.toString(200 << 20));
        }
    }

    private static void pour(Socket client, AtomicLong sent) {
        try {
            byte[] part = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                client.getOutputStream().write(part);
                sent.addAndGet(part.length);
            }
            client.shutdownOutput();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch go) throws IOException {
        try {
            if (!go.await(50, TimeUnit.SECONDS)) throw new IOException("too late");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// Until it has not grown for half a second.
    private static void still(AtomicLong number) {
        long[] last = {-1, 0};
        Soon.until(() -> {
            long now = System.nanoTime();
            if (number.get() != last[0]) {
                last[0] = number.get();
                last[1] = now;
            }
            return last[0] > 0 && now - last[1] > 500_000_000;
        });
    }
}

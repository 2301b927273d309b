// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.rpc.client.Bytes;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.client.Wired;
import dev.galley.rpc.server.Gate;
import dev.galley.rpc.server.Server;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections that nobody calls on.
class IdleTest {
    private static final Duration SOON = Duration.ofMillis(200);

    /// Whoever waits so long is not too early on a busy machine.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration LATE = Duration.ofSeconds(30);

    private final Wired wired = new Wired();

    @AfterEach
    void end() {
        wired.close();
    }

    /// Idle before it asks for a sign of life, on either side.
    private static Terms terms(String name) {
        return Terms.of(name).withKeepAlive(SOON.multipliedBy(3), PATIENCE).withIdle(SOON);
    }

    @Test
    void aClientClosesAConnectionThatItDoesNotNeedAndOpensAnotherWhenItDoes() throws Exception {
        try (ServerSocket listening = RawPeer.listen()) {
            Client client = wired.client(Options.of(terms("client")), listening.getLocalPort());
            for (int i = 0; i < 2; i++) {
                FutureTask<byte[]> call =
                        new FutureTask<>(() -> client.call(Bytes.ECHO, new byte[1]));
                Thread.startVirtualThread(call);
                try (RawPeer peer = RawPeer.accept(listening).welcome(Terms.of("peer"))) {
                    int stream = peer.expect(Format.CALL).stream();
                    peer.send(Format.MESSAGE, Format.LAST, stream, new byte[0]);
                    assertThat(call.get()).isEmpty();
                    assertThat(peer.closes()).isTrue();
                }
            }
        }
    }

    @Test
    void aServerClosesAConnectionThatItsClientKeepsForNothing() throws Exception {
        Server server = wired.server(new Bytes().echo(b -> b), terms("server"), gate());
        try (RawPeer peer = RawPeer.connect(server.address().getPort()).greet(terms("peer"))) {
            assertThat(peer.expect(Format.GOAWAY).reason()).isEqualTo("idle");
            assertThat(peer.closes()).isTrue();
        }
    }

    @Test
    void aCallThatTakesLongKeepsItsConnection() throws Exception {
        Server server =
                wired.server(
                        new Bytes()
                                .echo(b -> {
                                    awaitNext(SOON.multipliedBy(6));
                                    return b;
                                }),
                        terms("server"),
                        gate());
        Client client = wired.client(Options.of(terms("client")), server);
        assertThat(client.call(Bytes.ECHO, new byte[3])).hasSize(3);
        assertThat(client.call(Bytes.ECHO, new byte[3])).hasSize(3);
    }

    @Test
    void aConnectionIsKeptAsLongAsNothingIsIdle() throws Exception {
        Terms kept = Terms.of("server").withKeepAlive(SOON, PATIENCE).withIdle(LATE);
        Server server = wired.server(new Bytes().echo(b -> b), kept, gate());
        try (RawPeer peer = RawPeer.connect(server.address().getPort()).greet(terms("peer"))) {
            for (int i = 0; i < 2; i++)
                peer.send(Format.PONG, 0, 0, peer.expect(Format.PING).payload());
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static void awaitNext(Duration time) {
        try {
            new CountDownLatch(1).await(time.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Gate gate() {
        return new Gate(10, 100, 1000);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.config.Address;
import dev.galley.net.Front;
import dev.galley.rpc.client.Bytes;
import dev.galley.rpc.client.Wired;
import dev.galley.rpc.codec.Writer;
import dev.galley.rpc.server.Gate;
import dev.galley.rpc.server.Holdings;
import dev.galley.rpc.server.Server;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a hostile client can make a server hold.
class MemoryTest {
    private static final Terms TERMS = Terms.of("peer");
    private static final int MIB = 1 << 20;
    private static final Duration LATE = Duration.ofSeconds(30);

    private final Wired wired = new Wired();
    private final CountDownLatch go = new CountDownLatch(1);
    private int next = 12;

    @AfterEach
    void end() {
        go.countDown();
        wired.close();
    }

    private Server server(Terms terms, long holdings) throws Exception {
        Server server =
                new Server(
                        wired.loops,
                        List.of(new WireFace(terms)),
                        new Gate(100, 1000, 1000),
                        new Holdings(holdings));
        server.serve(new Bytes().echo(b -> b).read(this::hang).talk(this::hang).bindings());
        server.bind(new Address("127.0.0.1", 0), Front.OPEN);
        return server;
    }

    private byte[] hang(byte[] request) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return request;
    }

    private Stream<byte[]> hang(Stream<byte[]> requests) {
        return Stream.of(hang(new byte[0]));
    }

    private static RawPeer greeted(Server server, int method) throws Exception {
        RawPeer peer = RawPeer.connect(server.address().getPort()).greet(TERMS);
        peer.declare(method);
        return peer;
    }

    /// A call whose message is announced, and does not come.
    private static void announce(RawPeer peer, int stream, int bytes) throws Exception {
        peer.send(Format.CALL, 0, stream, new byte[12]);
        byte[] length = ByteBuffer.allocate(4).putInt(bytes).array();
        peer.send(Format.LONG, Format.LAST, stream, length);
    }

    private static void refused(RawPeer peer, String reason) throws Exception {
        assertThat(peer.expect(Format.GOAWAY).reason()).contains(reason);
        assertThat(peer.closes()).isTrue();
    }

    @Test
    void oneConnectionHoldsAQuarterAndIsThenRefusedWhatItSends() throws Exception {
        Server server = server(Terms.of("server"), 4 * MIB);
        try (RawPeer peer = greeted(server, 1)) {
            announce(peer, 1, MIB - 100_000);
            announce(peer, 3, MIB - 100_000);
            RawPeer.Frame failed = peer.expect(Format.FAIL);
            assertThat(failed.stream()).isEqualTo(3);
            assertThat(failed.payload()[0]).as("refused").isEqualTo((byte) 1);
            assertThat(failed.text()).contains("overload");
            peer.send(Format.MESSAGE, 0, 3, new byte[10]);
            peer.send(Format.CANCEL, 0, 1);
            announce(peer, 5, MIB - 100_000);
            peer.call(7);
            assertThat(peer.expect(Format.MESSAGE).stream()).isEqualTo(7);
        }
        await().until(() -> server.holdings().all() == 0);
        server.close();
    }

    @Test
    void allConnectionsTogetherHoldNoMoreThanTheServerAllows() throws Exception {
        Server server = server(Terms.of("server"), 4 * MIB);
        RawPeer[] peers = new RawPeer[5];
        for (int i = 0; i < 5; i++) {
            peers[i] = greeted(server, 1);
            announce(peers[i], 1, MIB - 100_000);
            if (i == 4) assertThat(peers[i].expect(Format.FAIL).text()).contains("overload");
            peers[i].call(3);
            if (i < 4) assertThat(peers[i].expect(Format.MESSAGE).stream()).isEqualTo(3);
        }
        assertThat(server.holdings().all()).isLessThanOrEqualTo(4 * MIB);
        for (RawPeer peer : peers) peer.close();
        await().until(() -> server.holdings().all() == 0);
        server.close();
    }

    @Test
    void requestsBeingServedAreHeldUntilTheyAreAnswered() throws Exception {
        Server server = server(Terms.of("server"), MIB);
        try (RawPeer peer = greeted(server, 2)) {
            Writer message = new Writer();
            message.bytes(10, new byte[60_000]);
            for (int i = 1; i < 6; i++) peer.call(i, message.toByteArray());
            RawPeer.Frame failed = peer.expect(Format.FAIL);
            assertThat(failed.stream()).isEqualTo(5);
            assertThat(failed.text()).contains("overload");
            go.countDown();
            for (int i = 1; i < 5; i++) peer.expect(Format.MESSAGE);
            peer.call(9, message.toByteArray());
            assertThat(peer.expect(Format.MESSAGE).stream()).isEqualTo(9);
        }
        server.close();
    }

    @Test
    void emptyMessagesTakeRoomAsWell() throws Exception {
        Server server = server(Terms.of("server").withWindow(1000), 64 * MIB);
        try (RawPeer peer = greeted(server, 5)) {
            peer.send(Format.CALL, 0, 1, new byte[12]);
            for (int i = 0; i < 17; i++) peer.send(Format.MESSAGE, 0, 1);
            refused(peer, "more than it has room for");
        }
        server.close();
    }

    @Test
    void whoOpensMoreCallsThanItWasToldIsClosed() throws Exception {
        Server server = server(Terms.of("server"), 64 * MIB);
        try (RawPeer peer = greeted(server, 2)) {
            for (int i = 0; i <= 4096; i++) peer.send(Format.CALL, 0, 1 + i, new byte[12]);
            refused(peer, "more than 4096 calls at a time");
        }
        server.close();
    }

    @Test
    void streamsThatWereGivenUpCountUntilTheirThreadsHaveEnded() throws Exception {
        Terms few = new Terms("s", null, MIB, MIB, 10, LATE, LATE, LATE, LATE, LATE, 0);
        Server server = server(few, 64 * MIB);
        server.serve(new Bytes().count(this::stubborn).bindings());
        try (RawPeer peer = greeted(server, 3)) {
            for (int i = 0; i < 10; i++) {
                peer.call(1 + i);
                peer.send(Format.CANCEL, 0, 1 + i);
            }
            peer.call(11);
            RawPeer.Frame failed = peer.expect(Format.FAIL);
            assertThat(failed.stream()).isEqualTo(11);
            assertThat(failed.text()).contains("overload");
            go.countDown();
            await().until(() -> answered(peer));
        }
        server.close();
    }

    private boolean answered(RawPeer peer) throws Exception {
        peer.call(next++);
        return peer.read().type() != Format.FAIL;
    }

    /// Does not end when it is interrupted.
    private Stream<byte[]> stubborn(byte[] request) {
        boolean over = false;
        while (!over)
            try {
                go.await();
                over = true;
            } catch (InterruptedException e) {
                // it goes on
            }
        return Stream.of(request);
    }

    @Test
    void whoPingsAndReadsNothingFillsNoMemory() throws Exception {
        Server server = server(Terms.of("server"), 64 * MIB);
        var memory = PooledByteBufAllocator.DEFAULT.metric();
        try (RawPeer peer = greeted(server, 1)) {
            long before = memory.usedDirectMemory();
            byte[] ping = RawPeer.frame(Format.PING, 0, 0, new byte[16_000]);
            for (int i = 0; i < 5000; i++) peer.out.write(ping);
            assertThat(memory.usedDirectMemory() - before).isLessThan(24L * MIB);
            peer.call(1);
            peer.expect(Format.MESSAGE);
        }
        server.close();
    }

    @Test
    void aGreetingIsShort() throws Exception {
        Server server = server(Terms.of("server"), 64 * MIB);
        try (RawPeer peer = RawPeer.connect(server.address().getPort())) {
            peer.out.write(Format.PREFACE);
            peer.send(Format.HELLO, 0, 0, new byte[2000]);
            refused(peer, "2000 bytes, and may have 1024");
        }
        server.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.rpc.client.Bytes;
import dev.galley.rpc.client.Wired;
import dev.galley.rpc.server.Gate;
import dev.galley.rpc.server.Server;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a server does with clients that do not keep to the protocol.
class HostileClientTest {
    private static final Terms TERMS = Terms.of("peer");

    private final Wired wired = new Wired();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private Server server;

    @BeforeEach
    void start() throws Exception {
        server =
                wired.server(
                        new Bytes()
                                .echo(b -> b)
                                .read(this::hang)
                                .sum(s -> {
                                    s.forEach(b -> {});
                                    return new byte[0];
                                })
                                .count(b -> Stream.generate(() -> new byte[1000])));
    }

    @AfterEach
    void end() {
        wired.close();
    }

    private byte[] hang(byte[] request) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
        return request;
    }

    private RawPeer peer() throws Exception {
        return RawPeer.connect(server.address().getPort());
    }

    private RawPeer greeted() throws Exception {
        RawPeer peer = peer().greet(TERMS);
        peer.declare(1);
        return peer;
    }

    private static void refused(RawPeer peer, String reason) throws Exception {
        assertThat(peer.expect(Format.GOAWAY).reason()).contains(reason);
        assertThat(peer.closes()).isTrue();
    }

    @Test
    void aGoodOneIsAnswered() throws Exception {
        answered();
    }

    private void answered() throws Exception {
        try (RawPeer peer = greeted()) {
            peer.call(1, (byte) 10, (byte) 1, (byte) 7);
            RawPeer.Frame answer = peer.expect(Format.MESSAGE);
            assertThat(answer.stream()).isEqualTo(1);
            assertThat(answer.flags()).isEqualTo(Format.LAST);
            assertThat(answer.payload()).containsExactly(10, 1, 7);
        }
    }

    @Test
    void garbageIsClosed() throws Exception {
        try (RawPeer peer = peer()) {
            peer.out.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(peer.closes()).isTrue();
        }
    }

    @Test
    void randomBytesAfterTheGreetingNeverKeepAConnectionForLongNorHurtOthers() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 200; i++) {
            try (RawPeer peer = greeted()) {
                byte[] bytes = new byte[200];
                random.nextBytes(bytes);
                bytes[0] = 0;
                bytes[1] = 0;
                peer.out.write(bytes);
                peer.socket.shutdownOutput();
                assertThat(peer.closes()).isTrue();
            } catch (java.net.SocketException reset) {
                // closed while it was still being written to
            }
        }
        await().until(() -> server.connections() == 0);
        answered();
    }

    @Test
    void aSecondCallOfTheSameNumberIsRefused() throws Exception {
        try (RawPeer peer = greeted()) {
            peer.call(1);
            peer.call(1);
            refused(peer, "stream 1 was begun after stream 1");
        }
    }

    @Test
    void aCallOfALowerNumberIsRefused() throws Exception {
        try (RawPeer peer = greeted()) {
            peer.call(7);
            peer.call(5);
            refused(peer, "stream 5 was begun after stream 7");
        }
    }

    @Test
    void aMessageBeforeItsCallIsRefused() throws Exception {
        try (RawPeer peer = greeted()) {
            peer.send(Format.MESSAGE, 0, 3, new byte[4]);
            refused(peer, "stream 3 was never begun");
        }
    }

    @Test
    void aMessageAfterTheLastIsRefused() throws Exception {
        try (RawPeer peer = peer().greet(TERMS)) {
            peer.declare(2);
            peer.call(1);
            peer.send(Format.MESSAGE, 0, 1, new byte[4]);
            refused(peer, "goes on after its end");
        }
    }

    @Test
    void aMethodThatWasNotDeclaredIsRefused() throws Exception {
        try (RawPeer peer = peer().greet(TERMS)) {
            peer.call(1);
            refused(peer, "method 0 not declared");
        }
    }

    @Test
    void aFrameThatIsTooLongIsRefusedBeforeItComes() throws Exception {
        try (RawPeer peer = greeted()) {
            peer.out.writeInt(1 << 30);
            peer.out.write(new byte[] {Format.MESSAGE, 0, 0, 0, 0, 1});
            refused(peer, "1073741824 bytes");
        }
    }

    @Test
    void anUnknownTypeIsRefusedUnlessItMayBeIgnored() throws Exception {
        try (RawPeer peer = greeted()) {
            peer.send(77, Format.IGNORABLE, 0, new byte[9]);
            peer.call(1);
            peer.expect(Format.MESSAGE);
            peer.send(77, 0, 0, new byte[9]);
            refused(peer, "type 77");
        }
    }

    @Test
    void whoSendsMoreThanThereIsRoomForIsRefused() throws Exception {
        Terms narrow = Terms.of("server").withWindow(1000);
        Server small =
                wired.server(new Bytes().talk(s -> Stream.of(hang(new byte[0]))), narrow, gate());
        try (RawPeer peer = RawPeer.connect(small.address().getPort()).greet(TERMS)) {
            peer.declare(5);
            peer.send(Format.CALL, 0, 1, new byte[12]);
            peer.send(Format.MESSAGE, 0, 1, new byte[600]);
            peer.send(Format.MESSAGE, 0, 1, new byte[600]);
            peer.send(Format.MESSAGE, 0, 1, new byte[600]);
            refused(peer, "more than it has room for");
        }
    }

    @Test
    void whoReadsNothingIsSentNoMoreThanItsWindow() throws Exception {
        try (RawPeer peer = peer().greet(TERMS.withWindow(10_000))) {
            peer.declare(3);
            peer.call(1);
            int got = 0;
            while (got < 10_000) got += peer.expect(Format.MESSAGE).payload().length;
            assertThat(got).isLessThan(10_000 + 1100);
            peer.socket.setSoTimeout(200);
            assertThat(peer.closes()).as("nothing more comes").isFalse();
            peer.socket.setSoTimeout(RawPeer.PATIENCE);
            peer.send(Format.WINDOW, 0, 1, new byte[] {0, 0, 0x10, 0});
            peer.expect(Format.MESSAGE);
        }
    }

    @Test
    void whoSaysItTakesEverythingAndReadsNothingFillsNoMemory() throws Exception {
        AtomicLong made = new AtomicLong();
        Server streaming =
                wired.server(
                        new Bytes()
                                .count(b ->
                                        Stream.generate(() -> {
                                            made.incrementAndGet();
                                            return new byte[100_000];
                                        })),
                        Terms.of("server").withWindow(1_000_000),
                        gate());
        int port = streaming.address().getPort();
        try (RawPeer peer = RawPeer.connect(port).greet(TERMS.withWindow(Integer.MAX_VALUE))) {
            peer.declare(3);
            peer.call(1);
            AtomicLong before = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(200))
                    .until(() -> made.get() > 0 && before.getAndSet(made.get()) == made.get());
            // Its own window, and what the sockets hold.
            assertThat(made.get()).isLessThan(300);
        }
    }

    @Test
    void roomThatCanNotBeIsRefused() throws Exception {
        try (RawPeer peer = peer().greet(TERMS)) {
            peer.declare(2);
            peer.call(1);
            peer.send(Format.WINDOW, 0, 1, new byte[] {0x7f, -1, -1, -1});
            refused(peer, "more room than there can be");
        }
    }

    @Test
    void cancellingInterruptsTheService() throws Exception {
        try (RawPeer peer = peer().greet(TERMS)) {
            peer.declare(2);
            peer.call(1);
            await().until(() -> server.dispatcher().gate().inFlight() == 1);
            peer.send(Format.CANCEL, 0, 1);
            interrupted.await();
        }
    }

    @Test
    void aResetInterruptsTheService() throws Exception {
        RawPeer peer = peer().greet(TERMS);
        peer.declare(2);
        peer.call(1);
        await().until(() -> server.dispatcher().gate().inFlight() == 1);
        peer.reset();
        interrupted.await();
        await().until(() -> server.connections() == 0);
    }

    @Test
    void whoGivesNoSignOfLifeIsClosed() throws Exception {
        Duration soon = Duration.ofMillis(100);
        Server strict =
                wired.server(
                        new Bytes().echo(b -> b),
                        Terms.of("server").withKeepAlive(soon, Duration.ofSeconds(1)),
                        gate());
        try (RawPeer peer = RawPeer.connect(strict.address().getPort()).greet(TERMS)) {
            peer.expect(Format.PING);
            peer.send(Format.PONG, 0, 0, new byte[8]);
            peer.expect(Format.PING);
            assertThat(peer.closes()).isTrue();
        }
    }

    @Test
    void whoHasNoSecretOrAnotherIsRefused() throws Exception {
        Terms terms = Terms.of("server").withSecret(new Secret(new byte[16]));
        Server secret = wired.server(new Bytes().echo(b -> b), terms, gate());
        byte[] other = new byte[16];
        other[0] = 1;
        int port = secret.address().getPort();
        try (RawPeer peer = RawPeer.connect(port).greet(terms)) {
            peer.declare(1);
            peer.call(1);
            peer.expect(Format.MESSAGE);
        }
        for (Terms wrong : new Terms[] {TERMS, TERMS.withSecret(new Secret(other))})
            try (RawPeer peer = RawPeer.connect(port)) {
                Handshake handshake = new Handshake(true, wrong);
                peer.out.write(Format.PREFACE);
                peer.send(Format.HELLO, 0, 0, handshake.hello());
                handshake.hello(peer.expect(Format.HELLO).payload());
                peer.send(Format.PROOF, 0, 0, handshake.proof());
                refused(peer, "secret");
            }
    }

    private static Gate gate() {
        return new Gate(10, 100, 1000);
    }
}

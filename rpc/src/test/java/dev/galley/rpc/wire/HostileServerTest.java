// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.galley.config.PolicyConfig;
import dev.galley.config.PoolConfig;
import dev.galley.pool.Pool;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import dev.galley.rpc.client.Bytes;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.client.Wired;
import dev.galley.rpc.server.Server;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a client makes of servers that fail, or do not keep to the protocol: the stage is told, and
/// only what may be is tried again.
class HostileServerTest {
    private static final Terms TERMS = Terms.of("peer");

    /// Long enough for a call to be sent on a connection that is there.
    private static final Duration BRIEF = Duration.ofSeconds(1);

    private final Wired wired = new Wired();
    private ServerSocket listening;

    @BeforeEach
    void listen() throws Exception {
        listening = RawPeer.listen();
    }

    @AfterEach
    void end() throws Exception {
        listening.close();
        wired.close();
    }

    private interface Script {
        void run(RawPeer peer) throws Exception;
    }

    /// What comes of a call to a member that behaves like `script` once it has greeted.
    private CallException failure(Script script) throws Exception {
        return failure(Bytes.ECHO, Options.of(Terms.of("client")), script);
    }

    private CallException failure(Method<byte[], byte[]> method, Options options, Script script)
            throws Exception {
        Client client = wired.client(options, listening.getLocalPort());
        FutureTask<CallException> failed =
                new FutureTask<>(() ->
                        catchThrowableOfType(
                                CallException.class, () -> client.call(method, new byte[3])));
        Thread.startVirtualThread(failed);
        try (RawPeer peer = RawPeer.accept(listening).welcome(TERMS)) {
            script.run(peer);
            return failed.get();
        }
    }

    @Test
    void nobodyListensIsNotConnected() throws Exception {
        int port = listening.getLocalPort();
        listening.close();
        Client client = wired.client(Options.of(Terms.of("client")), port);
        CallException e =
                catchThrowableOfType(
                        CallException.class, () -> client.call(Bytes.ECHO, new byte[3]));
        assertThat(e.stage()).isEqualTo(Stage.NOT_CONNECTED);
        assertThat(e.canHaveExecuted()).isFalse();
    }

    @Test
    void noGreetingIsNotConnected() throws Exception {
        PoolConfig impatient =
                Wired.config(
                        new PolicyConfig.RoundRobin(),
                        Duration.ofMillis(200),
                        listening.getLocalPort());
        Pool pool = new Pool("bytes", impatient, wired.loops.count());
        Client client = wired.client(Options.of(Terms.of("client")), pool);
        CallException e =
                catchThrowableOfType(
                        CallException.class, () -> client.call(Bytes.ECHO, new byte[3]));
        assertThat(e.stage()).isEqualTo(Stage.NOT_CONNECTED);
    }

    @Test
    void aResetAfterTheCallIsUnanswered() throws Exception {
        CallException e =
                failure(peer -> {
                    peer.expect(Format.CALL);
                    peer.reset();
                });
        assertThat(e.stage()).isEqualTo(Stage.UNANSWERED);
        assertThat(e.canHaveExecuted()).isTrue();
    }

    @Test
    void aCloseAfterHalfAnAnswerIsUnanswered() throws Exception {
        CallException e =
                failure(peer -> {
                    int stream = peer.expect(Format.CALL).stream();
                    byte[] whole =
                            RawPeer.frame(Format.MESSAGE, Format.LAST, stream, new byte[100]);
                    peer.out.write(whole, 0, 50);
                    peer.close();
                });
        assertThat(e.stage()).isEqualTo(Stage.UNANSWERED);
    }

    @Test
    void aBlackHoleIsFoundByPings() throws Exception {
        Duration soon = Duration.ofMillis(100);
        Options options = Options.of(Terms.of("client").withKeepAlive(soon, BRIEF));
        CallException e =
                failure(
                        Bytes.ECHO,
                        options,
                        peer -> {
                            Set<Integer> seen = new HashSet<>();
                            while (!seen.containsAll(Set.of(Format.CALL, Format.PING)))
                                seen.add(peer.read().type());
                        });
        assertThat(e.stage()).isEqualTo(Stage.UNANSWERED);
        assertThat(e).hasMessageContaining("sign of life");
    }

    @Test
    void aBlackHoleIsFoundSoonerWhileACallIsOpen() throws Exception {
        Duration late = Duration.ofMinutes(5);
        Terms terms = new Terms("client", null, 1000, 1000, 10, late, late, late, BRIEF, late, 0);
        CallException e =
                failure(
                        Bytes.ECHO,
                        Options.of(terms),
                        peer -> {
                            while (peer.read().type() != Format.PING) {}
                        });
        assertThat(e.stage()).isEqualTo(Stage.UNANSWERED);
        assertThat(e).hasMessageContaining("sign of life");
    }

    @Test
    void aSlowAnswerArrivesByteByByte() throws Exception {
        Client client = wired.client(Options.of(Terms.of("client")), listening.getLocalPort());
        FutureTask<byte[]> answer = new FutureTask<>(() -> client.call(Bytes.ECHO, new byte[3]));
        Thread.startVirtualThread(answer);
        try (RawPeer peer = RawPeer.accept(listening).welcome(TERMS)) {
            int stream = peer.expect(Format.CALL).stream();
            byte[] message = {10, 2, 5, 6};
            for (byte b : RawPeer.frame(Format.MESSAGE, Format.LAST, stream, message)) {
                peer.out.write(b);
                peer.out.flush();
            }
            assertThat(answer.get()).containsExactly(5, 6);
        }
    }

    @Test
    void garbageIsUnanswered() throws Exception {
        CallException e =
                failure(peer -> {
                    peer.expect(Format.CALL);
                    peer.out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                });
        assertThat(e.stage()).isEqualTo(Stage.UNANSWERED);
    }

    @Test
    void anAnswerToACallThatWasNeverMadeIsUnanswered() throws Exception {
        CallException e =
                failure(peer -> {
                    peer.expect(Format.CALL);
                    peer.send(Format.MESSAGE, Format.LAST, 99, new byte[1]);
                });
        assertThat(e.stage()).isEqualTo(Stage.UNANSWERED);
        assertThat(e).hasMessageContaining("stream 99 was never begun");
    }

    @Test
    void anAnswerThatIsNoMessageIsUnanswered() throws Exception {
        CallException e =
                failure(peer -> {
                    int stream = peer.expect(Format.CALL).stream();
                    peer.send(Format.MESSAGE, Format.LAST, stream, new byte[] {10, 100});
                });
        assertThat(e.stage()).isEqualTo(Stage.UNANSWERED);
        assertThat(e).hasMessageContaining("broken");
    }

    @Test
    void aSecondAnswerIsDropped() throws Exception {
        Client client = wired.client(Options.of(Terms.of("client")), listening.getLocalPort());
        FutureTask<byte[]> first = new FutureTask<>(() -> client.call(Bytes.ECHO, new byte[3]));
        FutureTask<byte[]> second = new FutureTask<>(() -> client.call(Bytes.ECHO, new byte[3]));
        Thread.startVirtualThread(first);
        try (RawPeer peer = RawPeer.accept(listening).welcome(TERMS)) {
            int stream = peer.expect(Format.CALL).stream();
            peer.send(Format.MESSAGE, Format.LAST, stream, new byte[] {10, 1, 1});
            peer.send(Format.MESSAGE, Format.LAST, stream, new byte[] {10, 1, 2});
            assertThat(first.get()).containsExactly(1);
            Thread.startVirtualThread(second);
            peer.send(
                    Format.MESSAGE,
                    Format.LAST,
                    peer.expect(Format.CALL).stream(),
                    new byte[] {10, 1, 3});
            assertThat(second.get()).containsExactly(3);
        }
    }

    @Test
    void aDeadlineIsToldToTheServerAndEndsTheCall() throws Exception {
        Client client = wired.client(Options.of(Terms.of("client")), listening.getLocalPort());
        FutureTask<byte[]> warm = new FutureTask<>(() -> client.call(Bytes.READ, new byte[3]));
        Thread.startVirtualThread(warm);
        try (RawPeer peer = RawPeer.accept(listening).welcome(TERMS)) {
            peer.send(Format.MESSAGE, Format.LAST, peer.expect(Format.CALL).stream(), new byte[0]);
            assertThat(warm.get()).isEmpty();
            FutureTask<CallException> failed =
                    new FutureTask<>(() ->
                            CallContext.NONE
                                    .within(BRIEF)
                                    .call(() ->
                                            catchThrowableOfType(
                                                    CallException.class,
                                                    () -> client.call(Bytes.READ, new byte[3]))));
            Thread.startVirtualThread(failed);
            byte[] call = peer.expect(Format.CALL).payload();
            long timeout = java.nio.ByteBuffer.wrap(call).getLong(2);
            assertThat(timeout).isBetween(1L, BRIEF.toNanos());
            peer.expect(Format.CANCEL);
            assertThat(failed.get().stage()).isEqualTo(Stage.DEADLINE);
        }
    }

    @Test
    void anInterruptCancelsAtTheServer() throws Exception {
        Client client = wired.client(Options.of(Terms.of("client")), listening.getLocalPort());
        FutureTask<CallException> failed =
                new FutureTask<>(() ->
                        catchThrowableOfType(
                                CallException.class, () -> client.call(Bytes.READ, new byte[3])));
        Thread caller = Thread.startVirtualThread(failed);
        try (RawPeer peer = RawPeer.accept(listening).welcome(TERMS)) {
            peer.expect(Format.CALL);
            caller.interrupt();
            peer.expect(Format.CANCEL);
            assertThat(failed.get().stage()).isEqualTo(Stage.CANCELLED);
        }
    }

    @Test
    void whatMayHaveBeenDoneIsTriedAgainOnlyIfItMayBeDoneTwice() throws Exception {
        AtomicInteger reset = new AtomicInteger();
        Thread resetting =
                Thread.startVirtualThread(() -> {
                    try {
                        while (true) {
                            RawPeer peer = RawPeer.accept(listening).welcome(TERMS);
                            peer.expect(Format.CALL);
                            reset.incrementAndGet();
                            peer.reset();
                        }
                    } catch (Exception closed) {
                        // the test has ended
                    }
                });
        Server good = wired.server(new Bytes().echo(b -> b).read(b -> b));
        Client client =
                wired.client(
                        Options.of(Terms.of("client")),
                        listening.getLocalPort(),
                        good.address().getPort());
        for (int i = 0; i < 4; i++) assertThat(client.call(Bytes.READ, new byte[3])).hasSize(3);
        int before = reset.get();
        assertThat(before).isPositive();
        int failed = 0;
        for (int i = 0; i < 2; i++)
            try {
                client.call(Bytes.ECHO, new byte[3]);
            } catch (CallException e) {
                assertThat(e.stage()).isEqualTo(Stage.UNANSWERED);
                failed++;
            }
        assertThat(failed).isEqualTo(1);
        assertThat(reset.get()).isEqualTo(before + 1);
        listening.close();
        resetting.join();
    }
}

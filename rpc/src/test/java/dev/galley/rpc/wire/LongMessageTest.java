// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.client.Bytes;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.client.Wired;
import dev.galley.rpc.server.Server;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Messages that go in parts, between which others go.
class LongMessageTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Terms TERMS =
            new Terms("peer", null, 64 << 20, 256 << 10, 10, SOON, SOON, SOON, SOON, SOON, 0);
    private static final Set<Thread.State> WAITING =
            EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    private static final int PART = 64 * 1024;

    /// In bytes: more than the buffers between the two hold, so that the reader sets the pace.
    private static final int LONG = 40_000_000;

    private final Wired wired = new Wired();

    @AfterEach
    void end() {
        wired.close();
    }

    private static byte[] length(int bytes) {
        return ByteBuffer.allocate(4).putInt(bytes).array();
    }

    // ---- what a client sends, and is sent

    private interface Script {
        void run(RawPeer peer, Client client) throws Exception;
    }

    /// A server that reads little at a time.
    private void at(Script script) throws Exception {
        try (ServerSocket listening = RawPeer.listen()) {
            listening.setReceiveBufferSize(16 * 1024);
            Options options = Options.of(Terms.of("client")).withConnections(1);
            Client client = wired.client(options, listening.getLocalPort());
            FutureTask<byte[]> warm = echo(client, 1);
            try (RawPeer peer = RawPeer.accept(listening).welcome(TERMS)) {
                answer(peer, peer.expect(Format.CALL).stream());
                assertThat(warm.get()).isEmpty();
                script.run(peer, client);
            }
        }
    }

    private static FutureTask<byte[]> task(Client client, int length) {
        return new FutureTask<>(() -> client.call(Bytes.ECHO, new byte[length]));
    }

    private static FutureTask<byte[]> echo(Client client, int length) {
        FutureTask<byte[]> call = task(client, length);
        Thread.startVirtualThread(call);
        return call;
    }

    /// Until the caller has handed its message over and waits for the answer.
    private static void waits(Thread caller) {
        await().until(caller::getState, WAITING::contains);
    }

    private static void answer(RawPeer peer, int stream) throws Exception {
        peer.send(Format.MESSAGE, Format.LAST, stream, new byte[0]);
    }

    @Test
    void aShortCallOvertakesALongMessage() throws Exception {
        at((peer, client) -> {
            FutureTask<byte[]> slow = echo(client, LONG);
            int stream = peer.expect(Format.LONG).stream();
            FutureTask<byte[]> quick = task(client, 1);
            waits(Thread.startVirtualThread(quick));
            int seen = 0;
            RawPeer.Frame frame = peer.read();
            for (; frame.type() == Format.MESSAGE; frame = peer.read())
                seen += frame.payload().length;
            assertThat(frame.type()).isEqualTo(Format.CALL);
            assertThat(seen).isBetween(1, LONG - PART);
            answer(peer, frame.stream());
            assertThat(quick.get()).isEmpty();
            assertThat(slow.isDone()).isFalse();
            while (seen < LONG) seen += peer.expect(Format.MESSAGE).payload().length;
            answer(peer, stream);
            assertThat(slow.get()).isEmpty();
        });
    }

    @Test
    void longMessagesGoInTurns() throws Exception {
        at((peer, client) -> {
            FutureTask<byte[]> one = echo(client, LONG);
            int first = peer.expect(Format.LONG).stream();
            FutureTask<byte[]> other = task(client, LONG);
            waits(Thread.startVirtualThread(other));
            int second = peer.expect(Format.LONG).stream();
            int before = 0;
            while (peer.expect(Format.MESSAGE).stream() == first) before++;
            assertThat(before).isLessThanOrEqualTo(1);
            answer(peer, first);
            answer(peer, second);
            assertThat(one.get()).isEmpty();
            assertThat(other.get()).isEmpty();
        });
    }

    @Test
    void aCallThatIsGivenUpSendsNoMoreParts() throws Exception {
        at((peer, client) -> {
            FutureTask<byte[]> slow = task(client, LONG);
            Thread caller = Thread.startVirtualThread(slow);
            peer.expect(Format.LONG);
            caller.interrupt();
            assertThat(caller.join(SOON)).isTrue();
            int seen = 0;
            RawPeer.Frame frame = peer.read();
            for (; frame.type() == Format.MESSAGE; frame = peer.read())
                seen += frame.payload().length;
            assertThat(frame.type()).isEqualTo(Format.CANCEL);
            assertThat(seen).isLessThan(LONG);
            FutureTask<byte[]> next = echo(client, 1);
            answer(peer, peer.read().stream());
            assertThat(next.get()).isEmpty();
        });
    }

    @Test
    void anAnswerMayComeInPartsWithOthersBetweenThem() throws Exception {
        at((peer, client) -> {
            FutureTask<byte[]> one = echo(client, 1);
            int first = peer.expect(Format.CALL).stream();
            FutureTask<byte[]> other = echo(client, 1);
            int second = peer.expect(Format.CALL).stream();
            peer.send(Format.LONG, Format.LAST, first, length(7));
            peer.send(Format.MESSAGE, 0, first, new byte[] {10, 5, 1});
            peer.send(Format.LONG, Format.LAST, second, length(3));
            peer.send(Format.MESSAGE, 0, second, new byte[0]);
            peer.send(Format.MESSAGE, 0, second, new byte[] {10, 1, 9});
            assertThat(other.get()).containsExactly(9);
            peer.send(Format.MESSAGE, 0, first, new byte[] {2, 3, 4, 5});
            assertThat(one.get()).containsExactly(1, 2, 3, 4, 5);
        });
    }

    @Test
    void anAnswerThatIsLongerThanItsPartsMayBeIsNoAnswer() throws Exception {
        at((peer, client) -> {
            FutureTask<CallException> failed =
                    new FutureTask<>(() ->
                            catchThrowableOfType(
                                    CallException.class,
                                    () -> client.call(Bytes.ECHO, new byte[1])));
            Thread.startVirtualThread(failed);
            int stream = peer.expect(Format.CALL).stream();
            peer.send(Format.LONG, Format.LAST, stream, length(4 << 20 | 1));
            assertThat(peer.expect(Format.GOAWAY).reason()).contains("4194305 bytes");
            assertThat(failed.get().stage()).isEqualTo(Stage.UNANSWERED);
        });
    }

    // ---- what a server is sent

    private RawPeer greeted(Server server) throws Exception {
        RawPeer peer = RawPeer.connect(server.address().getPort()).greet(TERMS);
        peer.declare(1);
        return peer;
    }

    private static void refused(RawPeer peer, String reason) throws Exception {
        assertThat(peer.expect(Format.GOAWAY).reason()).contains(reason);
        assertThat(peer.closes()).isTrue();
    }

    @Test
    void aCallTakesNoThreadBeforeItsMessageIsWhole() throws Exception {
        Server server = wired.server(new Bytes().echo(b -> b));
        try (RawPeer peer = greeted(server)) {
            peer.send(Format.CALL, 0, 1, new byte[12]);
            peer.send(Format.LONG, Format.LAST, 1, length(4));
            peer.send(Format.MESSAGE, 0, 1, new byte[] {10, 2});
            peer.call(3);
            assertThat(peer.expect(Format.MESSAGE).stream()).isEqualTo(3);
            await().until(() -> server.dispatcher().gate().inFlight() == 0);
            for (byte b : RawPeer.frame(Format.MESSAGE, 0, 1, new byte[] {5, 6})) peer.out.write(b);
            assertThat(peer.expect(Format.MESSAGE).payload()).containsExactly(10, 2, 5, 6);
        }
    }

    @Test
    void aMessageOfOtherLengthThanWasSaidIsRefused() throws Exception {
        Server server = wired.server(new Bytes().echo(b -> b));
        try (RawPeer peer = greeted(server)) {
            peer.send(Format.CALL, 0, 1, new byte[12]);
            peer.send(Format.LONG, Format.LAST, 1, length(4));
            peer.send(Format.MESSAGE, 0, 1, new byte[5]);
            refused(peer, "longer than was said");
        }
        try (RawPeer peer = greeted(server)) {
            peer.send(Format.CALL, 0, 1, new byte[12]);
            peer.send(Format.LONG, Format.LAST, 1, length(4));
            peer.send(Format.END, 0, 1);
            refused(peer, "shorter than was said");
        }
        try (RawPeer peer = greeted(server)) {
            peer.send(Format.CALL, 0, 1, new byte[12]);
            peer.send(Format.LONG, Format.LAST, 1, length(4));
            peer.send(Format.LONG, Format.LAST, 1, length(4));
            refused(peer, "shorter than was said");
        }
    }

    @Test
    void aMessageThatIsTooLongIsRefusedBeforeItComes() throws Exception {
        Server server = wired.server(new Bytes().echo(b -> b));
        for (int bytes : new int[] {(4 << 20) + 1, -1})
            try (RawPeer peer = greeted(server)) {
                peer.send(Format.CALL, 0, 1, new byte[12]);
                peer.send(Format.LONG, Format.LAST, 1, length(bytes));
                refused(peer, "4194304 are taken");
            }
    }

    @Test
    void whatComesOfAMessageThatWasGivenUpIsDropped() throws Exception {
        Server server = wired.server(new Bytes().echo(b -> b));
        try (RawPeer peer = greeted(server)) {
            peer.send(Format.CALL, 0, 1, new byte[12]);
            peer.send(Format.LONG, Format.LAST, 1, length(100));
            byte[] part = RawPeer.frame(Format.MESSAGE, 0, 1, new byte[50]);
            peer.out.write(part, 0, 30);
            peer.out.flush();
            peer.out.write(part, 30, part.length - 30);
            peer.send(Format.CANCEL, 0, 1);
            peer.out.write(part);
            peer.call(3, (byte) 10, (byte) 1, (byte) 7);
            RawPeer.Frame answer = peer.expect(Format.MESSAGE);
            assertThat(answer.stream()).isEqualTo(3);
            assertThat(answer.payload()).containsExactly(10, 1, 7);
        }
        await().until(() -> server.holdings().all() == 0);
    }
}

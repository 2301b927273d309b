// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.net.Loop;
import dev.galley.net.Timed;
import dev.galley.rpc.CallException;
import dev.galley.rpc.client.Bytes;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.client.Wired;
import dev.galley.rpc.server.Gate;
import dev.galley.rpc.server.Server;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Any frames, most of them nearly right, to a server and to a client: the other side is closed or
/// answered, nothing is left behind, no defect shows, and who keeps to the protocol is served all
/// the while. `-Dgalley.fuzz=PT10M` goes on for so long; the seed is told when it fails.
class AnyFramesTest {
    private static final Duration TIME = Duration.parse(System.getProperty("galley.fuzz", "PT2S"));
    private static final Duration LATE = Duration.ofSeconds(20);

    /// Small, so that their limits are met.
    private static final Terms TERMS =
            new Terms("any", null, 100_000, 5000, 20, LATE, LATE, LATE, LATE, LATE, 0);

    private final Wired wired = new Wired();
    private final Queue<String> defects = new ConcurrentLinkedQueue<>();
    private long seed = Long.getLong("galley.seed", System.nanoTime());

    static {
        Module logging = ModuleLayer.boot().findModule("java.logging").orElseThrow();
        AnyFramesTest.class.getModule().addReads(logging);
    }

    /// Who tells of defects, kept from being forgotten.
    private final List<Logger> loggers =
            Stream.of(Timed.class, Loop.class)
                    .map(type -> Logger.getLogger(type.getName()))
                    .toList();

    @BeforeEach
    void listen() {
        for (Logger logger : loggers)
            logger.setFilter(one -> {
                defects.add(one.getMessage() + ": " + one.getThrown());
                return true;
            });
    }

    @AfterEach
    void end() {
        for (Logger logger : loggers) logger.setFilter(null);
        wired.close();
    }

    private static boolean goesOn(long begun) {
        return System.nanoTime() - begun < TIME.toNanos();
    }

    /// Frames of small streams, with what may be in them more often than what may not.
    private static byte[] frames(Random random, int types) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int i = random.nextInt(12); i >= 0; i--) {
            int type = random.nextInt(30) == 0 ? random.nextInt(256) : 3 + random.nextInt(types);
            int flags = random.nextInt(10) == 0 ? random.nextInt(256) : random.nextInt(8);
            int stream = random.nextInt(10) == 0 ? random.nextInt() >>> 1 : random.nextInt(9);
            bytes.write(RawPeer.frame(type, flags, stream, payload(type, random)));
        }
        if (random.nextInt(4) == 0) {
            byte[] garbage = new byte[random.nextInt(30)];
            random.nextBytes(garbage);
            bytes.write(garbage);
        }
        return bytes.toByteArray();
    }

    private static byte[] payload(int type, Random random) {
        byte[] bytes =
                switch (type) {
                    case Format.WINDOW, Format.LONG -> new byte[4];
                    case Format.CALL -> new byte[12 + random.nextInt(20)];
                    default -> new byte[random.nextInt(random.nextInt(20) == 0 ? 60_000 : 40)];
                };
        if (random.nextInt(3) == 0) random.nextBytes(bytes);
        else if (type == Format.LONG) bytes[2] = (byte) random.nextInt(4);
        return bytes;
    }

    /// In one piece or in some.
    private static void send(RawPeer peer, byte[] bytes, Random random) throws IOException {
        try {
            for (int at = 0; at < bytes.length; ) {
                int count = Math.min(1 + random.nextInt(bytes.length), bytes.length - at);
                peer.out.write(bytes, at, count);
                at += count;
            }
            if (random.nextBoolean()) peer.socket.shutdownOutput();
        } catch (SocketException closed) {
            // That is what may happen.
        }
    }

    @Test
    void anyFramesFromAClientHarmNobody() throws Exception {
        Server server =
                wired.server(
                        new Bytes()
                                .echo(b -> b)
                                .read(b -> b)
                                .count(b -> Stream.of(b, b))
                                .sum(s -> new byte[(int) s.count()])
                                .talk(s -> s),
                        TERMS,
                        new Gate(10, 100, 1000));
        Client good = wired.client(server);
        long begun = System.nanoTime();
        while (goesOn(begun)) {
            Random random = new Random(++seed);
            try (RawPeer peer = RawPeer.connect(server.address().getPort()).greet(TERMS)) {
                for (int i = 0; i < 5; i++) declare(peer, i);
                send(peer, frames(random, 11), random);
                if (random.nextBoolean()) peer.reset();
            }
            assertThat(good.call(Bytes.ECHO, new byte[3])).as("seed " + seed).hasSize(3);
            assertThat(defects).as("seed " + seed).isEmpty();
        }
        await().until(() -> server.connections() == 1);
        await().until(() -> server.dispatcher().gate().inFlight() == 0);
    }

    private static void declare(RawPeer peer, int number) throws IOException {
        byte[] method = {0, (byte) number, 0, 0, 0, (byte) (number + 1), 'B', 'y', 't', 'e', 's'};
        peer.send(Format.METHOD, 0, 0, method);
    }

    @Test
    void anyFramesFromAServerEndTheCallsThatTheyAreFor() throws Exception {
        long begun = System.nanoTime();
        try (ServerSocket listening = RawPeer.listen()) {
            while (goesOn(begun)) answer(listening, new Random(++seed));
        }
    }

    private void answer(ServerSocket listening, Random random) throws Exception {
        Client client =
                wired.client(Options.of(TERMS).withConnections(1), listening.getLocalPort());
        Thread[] callers = new Thread[4];
        for (int i = 0; i < 4; i++) {
            int kind = i;
            callers[i] = Thread.startVirtualThread(() -> call(client, kind));
        }
        try (RawPeer peer = RawPeer.accept(listening).welcome(TERMS)) {
            peer.expect(Format.CALL);
            send(peer, frames(random, 11), random);
        } catch (EOFException | SocketException late) {
            // On a busy machine the client has given up before it was greeted.
        }
        client.close();
        for (Thread caller : callers)
            assertThat(caller.join(LATE)).as("seed " + seed + " ends a call").isTrue();
        assertThat(defects).as("seed " + seed).isEmpty();
    }

    private void call(Client client, int kind) {
        try {
            byte[] message = new byte[200];
            switch (kind) {
                case 0 -> client.call(Bytes.ECHO, message);
                case 1 -> client.stream(Bytes.COUNT, message).forEach(_ -> {});
                case 2 -> client.collect(Bytes.SUM, Stream.generate(() -> message).limit(50));
                default -> client.converse(Bytes.TALK, Stream.of(message)).forEach(_ -> {});
            }
        } catch (CallException expected) {
            // It says why.
        } catch (RuntimeException | Error e) {
            defects.add("a call: " + e);
        }
    }
}

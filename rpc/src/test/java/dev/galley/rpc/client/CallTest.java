// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that go well, and those that the service itself ends.
class CallTest {
    private final Wired wired = new Wired();

    @AfterEach
    void end() {
        wired.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 8 * 1024, 8 * 1024 + 1, 100_000, 4_000_000})
    void aMessageOfAnyLengthComesBack(int length) throws Exception {
        Client client = wired.client(wired.server(new Bytes().echo(b -> b)));
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) message[i] = (byte) (i * 31);
        assertThat(client.call(Bytes.ECHO, message)).isEqualTo(message);
    }

    @Test
    void manyCallsShareAConnectionAndKeepApart() throws Exception {
        Server server = wired.server(new Bytes().echo(b -> b));
        Client client =
                wired.client(
                        Options.of(dev.galley.rpc.wire.Terms.of("client")).withConnections(1),
                        server);
        List<Thread> callers =
                IntStream.range(0, 200)
                        .mapToObj(i ->
                                Thread.startVirtualThread(() -> {
                                    for (int j = 0; j < 20; j++) {
                                        byte[] mine =
                                                ("caller " + i + " call " + j).getBytes(UTF_8);
                                        assertThat(client.call(Bytes.ECHO, mine)).isEqualTo(mine);
                                    }
                                }))
                        .toList();
        for (Thread caller : callers) caller.join();
        assertThat(server.dispatcher().find("Bytes", "echo").traffic().totals().requests())
                .isEqualTo(200 * 20);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void theContextArrivesWithASpanOfItsOwn() throws Exception {
        BlockingQueue<CallContext> seen = new ArrayBlockingQueue<>(1);
        Client client =
                wired.client(
                        wired.server(
                                new Bytes()
                                        .echo(b -> {
                                            seen.add(CallContext.current());
                                            return b;
                                        })));
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        CallContext mine =
                new CallContext(CallContext.NEVER, trace, "", Map.of("tenant", "blue"))
                        .within(Duration.ofSeconds(9));
        mine.run(() -> client.call(Bytes.ECHO, new byte[1]));
        CallContext theirs = seen.take();
        assertThat(theirs.caller()).isEqualTo("client");
        assertThat(theirs.attributes()).containsExactly(Map.entry("tenant", "blue"));
        assertThat(theirs.traceparent()).startsWith(trace.substring(0, 36)).isNotEqualTo(trace);
        assertThat(theirs.remaining()).isBetween(1L, Duration.ofSeconds(9).toNanos());
    }

    @Test
    void aFailureOfTheServiceArrivesWithItsWord() throws Exception {
        Client client =
                wired.client(
                        wired.server(
                                new Bytes()
                                        .echo(b -> {
                                            throw CallException.failed(
                                                    "no-such-user", "there is no ann");
                                        })));
        assertThatThrownBy(() -> client.call(Bytes.ECHO, new byte[1]))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> {
                            assertThat(e.stage()).isEqualTo(Stage.FAILED);
                            assertThat(e.type()).isEqualTo("no-such-user");
                            assertThat(e).hasMessage("there is no ann");
                        });
    }

    @Test
    void anExceptionOfTheServiceArrivesByItsNameWithoutItsTrace() throws Exception {
        Client client =
                wired.client(
                        wired.server(
                                new Bytes()
                                        .echo(b -> {
                                            throw new IllegalStateException("too late");
                                        })));
        assertThatThrownBy(() -> client.call(Bytes.ECHO, new byte[1]))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> {
                            assertThat(e.type()).isEqualTo("IllegalStateException");
                            assertThat(e).hasMessage("too late");
                            assertThat(e.canHaveExecuted()).isTrue();
                        });
    }

    @Test
    void aCallThatFailedDeeperDownIsAFailureOfTheService() throws Exception {
        Client client =
                wired.client(
                        wired.server(
                                new Bytes()
                                        .read(b -> {
                                            throw new CallException(
                                                    Stage.NOT_SENT, "not-sent", "gone", null);
                                        })));
        assertThatThrownBy(() -> client.call(Bytes.READ, new byte[1]))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.stage()).isEqualTo(Stage.FAILED));
    }

    @Test
    void aMethodThatIsNotServedIsRefused() throws Exception {
        Client client = wired.client(wired.server(new Bytes().echo(b -> b)));
        assertThatThrownBy(() -> client.call(Bytes.READ, new byte[1]))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> {
                            assertThat(e.stage()).isEqualTo(Stage.REFUSED);
                            assertThat(e.type()).isEqualTo("unknown-method");
                        });
    }

    @Test
    void aStreamOfResultsArrivesInOrder() throws Exception {
        Client client =
                wired.client(
                        wired.server(
                                new Bytes()
                                        .count(b ->
                                                IntStream.range(0, 5000)
                                                        .mapToObj(CallTest::bytes))));
        try (Stream<byte[]> results = client.stream(Bytes.COUNT, new byte[0])) {
            assertThat(results.map(CallTest::text))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 5000).mapToObj(Integer::toString).toList());
        }
    }

    @Test
    void aStreamOfRequestsArrivesInOrder() throws Exception {
        Client client =
                wired.client(
                        wired.server(
                                new Bytes()
                                        .sum(s ->
                                                bytes(
                                                        s.mapToInt(b -> Integer.parseInt(text(b)))
                                                                .sum()))));
        Stream<byte[]> requests = IntStream.range(0, 5000).mapToObj(CallTest::bytes);
        assertThat(text(client.collect(Bytes.SUM, requests))).isEqualTo("12497500");
    }

    @Test
    void bothSidesStreamAtOnce() throws Exception {
        Client client = wired.client(wired.server(new Bytes().talk(s -> s)));
        BlockingQueue<byte[]> asked = new ArrayBlockingQueue<>(1);
        try (Stream<byte[]> answers =
                client.converse(Bytes.TALK, Stream.generate(() -> take(asked)).limit(3))) {
            var each = answers.iterator();
            for (int i = 0; i < 3; i++) {
                asked.add(bytes(i));
                assertThat(text(each.next())).isEqualTo("" + i);
            }
            assertThat(each.hasNext()).isFalse();
        }
    }

    @Test
    void anEmptyStreamEndsAtOnce() throws Exception {
        Client client =
                wired.client(
                        wired.server(
                                new Bytes()
                                        .talk(s -> s)
                                        .sum(s -> bytes((int) s.count()))
                                        .count(b -> Stream.empty())));
        assertThat(client.stream(Bytes.COUNT, new byte[0])).isEmpty();
        assertThat(text(client.collect(Bytes.SUM, Stream.empty()))).isEqualTo("0");
        assertThat(client.converse(Bytes.TALK, Stream.empty())).isEmpty();
    }

    static byte[] bytes(int number) {
        return Integer.toString(number).getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static byte[] take(BlockingQueue<byte[]> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

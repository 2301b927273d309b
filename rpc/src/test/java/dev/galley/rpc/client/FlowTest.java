// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Gate;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who is slow slows the other side; who gives up, or is out of time, stops it.
class FlowTest {
    private static final int WINDOW = 10_000;
    private static final int MESSAGE = 1000;
    private static final Terms CLIENT = Terms.of("client").withWindow(WINDOW);
    private static final Terms SERVER = Terms.of("server").withWindow(WINDOW);

    private final Wired wired = new Wired();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    @AfterEach
    void end() {
        wired.close();
    }

    private Client client(Bytes service) throws Exception {
        Server server = wired.server(service, SERVER, new Gate(10, 100, 1000));
        return wired.client(Options.of(CLIENT), server);
    }

    private Stream<byte[]> endless() {
        return Stream.generate(
                        () -> {
                            made.incrementAndGet();
                            return new byte[MESSAGE];
                        })
                .onClose(() -> closed.set(true));
    }

    /// Waits until no more are made.
    private int held() {
        AtomicInteger last = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(50))
                .until(() -> made.get() > 0 && last.getAndSet(made.get()) == made.get());
        return made.get();
    }

    @Test
    void aReaderThatReadsNothingHoldsTheService() throws Exception {
        Client client = client(new Bytes().count(b -> endless()));
        try (Stream<byte[]> results = client.stream(Bytes.COUNT, new byte[0])) {
            assertThat(held()).isLessThanOrEqualTo(WINDOW / MESSAGE + 2);
            assertThat(results.limit(100).count()).isEqualTo(100);
            assertThat(held()).isBetween(100, 100 + 2 * WINDOW / MESSAGE + 2);
        }
        await().untilTrue(closed);
    }

    @Test
    void aServiceThatReadsNothingHoldsTheCaller() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        Client client =
                client(
                        new Bytes()
                                .sum(s -> {
                                    awaitQuietly(read);
                                    return CallTest.bytes((int) s.limit(200).count());
                                }));
        FutureTask<byte[]> sum = new FutureTask<>(() -> client.collect(Bytes.SUM, endless()));
        Thread.startVirtualThread(sum);
        assertThat(held()).isLessThanOrEqualTo(WINDOW / MESSAGE + 2);
        read.countDown();
        assertThat(CallTest.text(sum.get())).isEqualTo("200");
        await("the requests are closed when the answer is there").untilTrue(closed);
    }

    @Test
    void closingAStreamStopsTheService() throws Exception {
        Client client = client(new Bytes().count(b -> endless()));
        try (Stream<byte[]> results = client.stream(Bytes.COUNT, new byte[0])) {
            assertThat(results.iterator().next()).hasSize(MESSAGE);
        }
        await().untilTrue(closed);
    }

    @Test
    void aStreamEndsAtItsDeadline() throws Exception {
        Client client =
                client(
                        new Bytes()
                                .count(b -> {
                                    awaitQuietly(new CountDownLatch(1));
                                    closed.set(true);
                                    return Stream.empty();
                                })
                                .echo(b -> b));
        client.call(Bytes.ECHO, new byte[1]);
        CallException e =
                CallContext.NONE
                        .within(Duration.ofSeconds(1))
                        .call(() ->
                                catchThrowableOfType(
                                        CallException.class,
                                        () -> client.stream(Bytes.COUNT, new byte[0]).count()));
        assertThat(e.stage()).isEqualTo(Stage.DEADLINE);
        await("the service is interrupted").untilTrue(closed);
    }

    @Test
    void aDeadlineThatHasPassedBeginsNothing() throws Exception {
        Client client =
                client(
                        new Bytes()
                                .echo(b -> {
                                    made.incrementAndGet();
                                    return b;
                                }));
        client.call(Bytes.ECHO, new byte[1]);
        CallException e =
                CallContext.NONE
                        .within(Duration.ZERO)
                        .call(() ->
                                catchThrowableOfType(
                                        CallException.class,
                                        () -> client.call(Bytes.ECHO, new byte[1])));
        assertThat(e.stage()).isEqualTo(Stage.DEADLINE);
        assertThat(made.get()).isEqualTo(1);
    }

    @Test
    void aServerThatIsFullRefusesBeforeItBegins() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Server server =
                wired.server(
                        new Bytes()
                                .echo(b -> {
                                    awaitQuietly(go);
                                    return b;
                                }),
                        SERVER,
                        new Gate(1, 1, 1));
        Client client = wired.client(server);
        FutureTask<byte[]> first = new FutureTask<>(() -> client.call(Bytes.ECHO, new byte[1]));
        Thread.startVirtualThread(first);
        await().until(() -> server.dispatcher().gate().inFlight() == 1);
        CallException e =
                catchThrowableOfType(
                        CallException.class, () -> client.call(Bytes.ECHO, new byte[1]));
        assertThat(e.stage()).isEqualTo(Stage.REFUSED);
        assertThat(e.type()).isEqualTo("overload");
        go.countDown();
        assertThat(first.get()).hasSize(1);
    }

    @Test
    void aRequestStreamThatFailsEndsTheCall() throws Exception {
        Client client = client(new Bytes().sum(s -> CallTest.bytes((int) s.count())));
        Stream<byte[]> broken =
                Stream.of(1, 2)
                        .map(i -> {
                            if (i == 2) throw new IllegalStateException("no more ink");
                            return new byte[1];
                        });
        CallException e =
                catchThrowableOfType(CallException.class, () -> client.collect(Bytes.SUM, broken));
        assertThat(e.stage()).isEqualTo(Stage.CANCELLED);
        assertThat(e).hasMessageContaining("no more ink");
    }

    @Test
    void compressedMessagesArrive() throws Exception {
        Server server =
                wired.server(
                        new Bytes().echo(b -> b).talk(s -> s),
                        SERVER.withCompression(100),
                        new Gate(10, 100, 1000));
        Client client = wired.client(Options.of(CLIENT.withCompression(100)), server);
        byte[] text = "the same again and ".repeat(5000).getBytes(UTF_8);
        assertThat(client.call(Bytes.ECHO, text)).isEqualTo(text);
        assertThat(client.call(Bytes.ECHO, new byte[3])).hasSize(3);
        assertThat(client.converse(Bytes.TALK, Stream.of(text, new byte[2])))
                .containsExactly(text, new byte[2]);
        assertThat(server.dispatcher().find("Bytes", "echo").traffic().totals().bytesIn())
                .isLessThan(text.length / 10);
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

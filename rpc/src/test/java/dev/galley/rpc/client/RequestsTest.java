// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Gate;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls that stream their requests, and when they are made again.
class RequestsTest {
    private final Wired wired = new Wired();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @AfterEach
    void end() {
        wired.close();
    }

    private static Bytes counting() {
        return new Bytes().sum(s -> CallTest.bytes((int) s.count())).talk(s -> s);
    }

    private static int nobody() throws Exception {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Stream<byte[]> requests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    taken.incrementAndGet();
                    return CallTest.bytes(i);
                })
                .onClose(closed::incrementAndGet);
    }

    @Test
    void aMemberThatIsNotThereIsPassedOverAndNoRequestIsLost() throws Exception {
        Server server = wired.server(counting());
        Client client =
                wired.client(Options.of(Terms.of("client")), nobody(), server.address().getPort());
        for (int i = 0; i < 4; i++) {
            assertThat(CallTest.text(client.collect(Bytes.SUM, requests(3)))).isEqualTo("3");
            assertThat(client.converse(Bytes.TALK, requests(2)).map(CallTest::text))
                    .containsExactly("0", "1");
        }
        assertThat(taken.get()).isEqualTo(4 * 3 + 4 * 2);
        assertThat(closed.get()).isEqualTo(8);
    }

    @Test
    void nothingIsTakenOfACallThatDoesNotBegin() throws Exception {
        Client client = wired.client(Options.of(Terms.of("client")), nobody());
        CallException e =
                catchThrowableOfType(
                        CallException.class, () -> client.collect(Bytes.SUM, requests(3)));
        assertThat(e.stage()).isEqualTo(Stage.NOT_CONNECTED);
        assertThat(taken.get()).isZero();
        assertThat(closed.get()).isEqualTo(1);
    }

    @Test
    void aCallWhoseRequestsWereTakenIsNotMadeAgain() throws Exception {
        CountDownLatch served = new CountDownLatch(1);
        Server[] servers = new Server[2];
        for (int i = 0; i < 2; i++)
            servers[i] =
                    wired.server(
                            new Bytes()
                                    .sum(s -> {
                                        s.limit(1).forEach(_ -> served.countDown());
                                        return hang();
                                    }),
                            Terms.of("server"),
                            new Gate(10, 10, 10));
        Client client = wired.client(servers);
        Thread killer =
                Thread.startVirtualThread(() -> {
                    awaitQuietly(served);
                    for (Server server : servers) server.close();
                });
        CallException e =
                catchThrowableOfType(
                        CallException.class, () -> client.collect(Bytes.SUM, requests(1)));
        killer.join();
        assertThat(e.stage()).isEqualTo(Stage.UNANSWERED);
        assertThat(taken.get()).isEqualTo(1);
    }

    private static byte[] hang() {
        awaitQuietly(new CountDownLatch(1));
        return new byte[0];
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

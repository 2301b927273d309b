// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.galley.config.Address;
import dev.galley.config.Config;
import dev.galley.net.Front;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls that nobody is there for, yet or any more.
class WaitTest {
    private static final String CHECKED = "health: {type: tcp, interval: 50ms, rise: 1, fall: 1}";
    private static final String NOT_YET = "health: {type: tcp, interval: 1d}";

    private final Wired wired = new Wired();
    private int port;

    @BeforeEach
    void findAPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    @AfterEach
    void end() {
        wired.close();
    }

    private Pool pool(String more) {
        String yaml = "pools: {bytes: {members: [\"127.0.0.1:%d\"], %s}}".formatted(port, more);
        return new Pool(
                "bytes",
                Config.parse("pools", yaml, Map.of()).pools().get("bytes"),
                wired.loops.count());
    }

    private Client client(Pool pool) {
        return wired.client(Options.of(Terms.of("client")), pool);
    }

    private Server serve() throws Exception {
        Server server = new Server(wired.loops, List.of(new WireFace(Terms.of("server"))));
        server.serve(new Bytes().echo(b -> b).bindings());
        server.bind(new Address("127.0.0.1", port), Front.OPEN);
        return server;
    }

    private static CompletableFuture<byte[]> call(Client client) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                answer.complete(client.call(Bytes.ECHO, new byte[3]));
            } catch (CallException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static CallException failure(Client client) {
        return catchThrowableOfType(
                CallException.class, () -> client.call(Bytes.ECHO, new byte[1]));
    }

    @Test
    void aCallWaitsForAMemberToComeUpWhileNoneIs() throws Exception {
        Pool pool = pool("queue: {timeout: 30s}, " + CHECKED);
        try (Watch watch = new Watch(pool, new SplittableRandom(1), List.of())) {
            watch.start();
            await().until(pool::down);
            CompletableFuture<byte[]> answer = call(client(pool));
            await().until(() -> pool.queue().size() > 0);
            try (Server _ = serve()) {
                assertThat(answer.join()).hasSize(3);
            }
        }
    }

    @Test
    void aCallWaitsForAMemberThatNoCheckHasLookedAtYet() throws Exception {
        Pool pool = pool("queue: {timeout: 30s}, " + NOT_YET);
        CompletableFuture<byte[]> answer = call(client(pool));
        await().until(() -> pool.member("127.0.0.1:" + port).failures() > 0);
        try (Server _ = serve()) {
            assertThat(answer.join()).hasSize(3);
        }
    }

    @Test
    void aCallWaitsForAMemberThatIsStartedAnew() throws Exception {
        Pool pool = pool("queue: {timeout: 30s}, " + NOT_YET);
        Client client = client(pool);
        try (Server first = serve()) {
            assertThat(call(client).join()).hasSize(3);
            first.drain(Duration.ofSeconds(30));
        }
        CompletableFuture<byte[]> answer = call(client);
        try (Server _ = serve()) {
            assertThat(answer.join()).hasSize(3);
        }
    }

    @Test
    void itWaitsNoLongerThanTheQueueAllowsNorThanItsDeadline() {
        Client brief = client(pool("queue: {timeout: 100ms}, " + NOT_YET));
        assertThat(failure(brief).stage()).isEqualTo(Stage.NOT_CONNECTED);
        Client long_ = client(pool("queue: {timeout: 1d}, " + NOT_YET));
        CallContext.current()
                .within(Duration.ofMillis(100))
                .run(() ->
                        assertThat(failure(long_).stage())
                                .isIn(Stage.NOT_CONNECTED, Stage.DEADLINE));
    }

    @Test
    void withoutAQueueItFailsAtOnce() throws Exception {
        Client unchecked = client(pool("queue: {size: 0, timeout: 1d}, " + NOT_YET));
        for (int i = 0; i < 20; i++)
            assertThat(failure(unchecked))
                    .hasMessageStartingWith("no connection to 127.0.0.1:" + port);
        Pool pool = pool("queue: {size: 0, timeout: 1d}, " + CHECKED);
        try (Watch watch = new Watch(pool, new SplittableRandom(1), List.of())) {
            watch.start();
            await().until(pool::down);
            assertThat(failure(client(pool))).hasMessage("no member of bytes is up");
        }
    }

    @Test
    void whereNothingChecksItFailsAtOnce() {
        assertThat(failure(client(pool("queue: {timeout: 1d}"))).stage())
                .isEqualTo(Stage.NOT_CONNECTED);
    }
}

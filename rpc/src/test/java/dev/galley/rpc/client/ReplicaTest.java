// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Method;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Three servers under load, and what callers see of it when they come and go.
class ReplicaTest {
    private final Wired wired = new Wired();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong calls = new AtomicLong();
    private final Map<String, CallException> failures = new ConcurrentHashMap<>();
    private final List<Thread> callers = new ArrayList<>();

    @AfterEach
    void end() {
        wired.close();
    }

    private Bytes service() {
        return new Bytes().echo(b -> b).read(b -> b);
    }

    private Server[] three() throws Exception {
        return new Server[] {
            wired.server(service()), wired.server(service()), wired.server(service())
        };
    }

    private void load(Client client, Method<byte[], byte[]> method) {
        for (int i = 0; i < 32; i++)
            callers.add(
                    Thread.startVirtualThread(() -> {
                        while (!over.get()) call(client, method);
                    }));
        more();
    }

    private void call(Client client, Method<byte[], byte[]> method) {
        try {
            client.call(method, new byte[100]);
            calls.incrementAndGet();
        } catch (CallException e) {
            failures.put(e.toString(), e);
        }
    }

    /// Waits for some thousand calls.
    private void more() {
        long before = calls.get();
        await().until(() -> calls.get() > before + 3000 || !failures.isEmpty());
    }

    private void stop() throws InterruptedException {
        over.set(true);
        for (Thread caller : callers) caller.join();
        assertThat(failures.values()).isEmpty();
    }

    @Test
    void drainingOneAfterTheOtherFailsNoCallAtAll() throws Exception {
        Server[] servers = three();
        load(wired.client(servers), Bytes.ECHO);
        for (int i = 0; i < 2; i++) {
            assertThat(servers[i].drain(Duration.ofSeconds(30))).isTrue();
            servers[i].close();
            more();
        }
        stop();
    }

    @Test
    void killingOneFailsNoCallThatMayBeMadeTwice() throws Exception {
        Server[] servers = three();
        load(wired.client(servers), Bytes.READ);
        servers[0].close();
        more();
        more();
        stop();
    }

    @Test
    void aSlowOneIsHedged() throws Exception {
        AtomicBoolean slow = new AtomicBoolean();
        Server stuck =
                wired.server(
                        new Bytes()
                                .read(b -> {
                                    FlowTest.awaitQuietly(new CountDownLatch(1));
                                    slow.set(true);
                                    return b;
                                }));
        Server quick = wired.server(service());
        Options options = Options.of(Terms.of("client")).withHedge(Duration.ofMillis(20));
        Client client = wired.client(options, stuck, quick);
        for (int i = 0; i < 4; i++) assertThat(client.call(Bytes.READ, new byte[1])).hasSize(1);
        await().untilTrue(slow);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Three processes that replicate sessions to each other. One stands still and comes back; at last
/// two are killed.
@TestMethodOrder(OrderAnnotation.class)
class ReplicatedTest {
    private static final int SESSIONS = 40;
    private static final String SECRET = ", secret: 0123456789abcdef";

    private static final List<StoreProcess> NODES = new ArrayList<>();
    private static final List<Integer> PORTS = new ArrayList<>();

    /// Has another secret, and tries to join all the while.
    private static StoreProcess stranger;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        for (int i = 0; i < 3; i++) PORTS.add(Ports.free(2));
        for (int i = 0; i < 3; i++) NODES.add(node(i, SECRET));
        for (StoreProcess node : NODES) node.opened();
        for (int i = 0; i < SESSIONS; i++)
            assertThat(NODES.get(i % 3).ask("create s" + i + " 0")).isEqualTo("true");
        PORTS.add(Ports.free(2));
        stranger = node(3, ", secret: fedcba9876543210");
    }

    @AfterAll
    static void end() {
        NODES.forEach(StoreProcess::close);
        stranger.close();
    }

    private static StoreProcess node(int i, String more) throws IOException {
        List<String> peers = PORTS.stream().map(port -> "\"127.0.0.1:" + port + '"').toList();
        String yaml =
                "{store: replicated, bind: %s, peers: %s%s}".formatted(peers.get(i), peers, more);
        return new StoreProcess(folder.resolve("told" + i), yaml);
    }

    @Test
    @Order(4)
    void whatOneHasAcknowledgedTheOthersHaveWhenItIsKilled() throws Exception {
        Map<String, String> acknowledged = addAtAll();
        NODES.getFirst().kill();
        long killed = System.nanoTime();
        for (int i = 0; i < SESSIONS; i++)
            assertThat(NODES.get(1).ask("get k" + i)).isEqualTo(acknowledged.get("k" + i));
        System.out.printf(
                "after a kill, %d sessions were readable again within %d ms%n",
                SESSIONS, (System.nanoTime() - killed) / 1_000_000);
        for (int i = 0; i < SESSIONS; i++)
            assertThat(NODES.get(2).ask("get k" + i)).isEqualTo(acknowledged.get("k" + i));
        assertThat(NODES.get(2).ask("add k0")).isEqualTo("2");
        NODES.get(1).kill();
        assertThat(NODES.get(2).ask("get k0")).isEqualTo("2");
    }

    private Map<String, String> addAtAll() {
        Map<String, String> acknowledged = new HashMap<>();
        for (int i = 0; i < SESSIONS; i++)
            assertThat(NODES.get(i % 3).ask("create k" + i + " 0")).isEqualTo("true");
        for (int i = 0; i < SESSIONS; i++)
            acknowledged.put("k" + i, NODES.get((i + 1) % 3).ask("add k" + i));
        assertThat(acknowledged).allSatisfy((id, value) -> assertThat(value).isEqualTo("1"));
        return acknowledged;
    }

    @Test
    @Order(1)
    void ofAllThatNodesAddToOneSessionAtATimeNothingIsLost() throws Exception {
        AtomicInteger added = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (StoreProcess node : NODES)
            threads.add(
                    Thread.startVirtualThread(() -> {
                        for (int i = 0; i < 100; i++)
                            if (node.ask("add s7").matches("\\d+")) added.incrementAndGet();
                    }));
        for (Thread thread : threads) thread.join();
        assertThat(added.get()).isPositive();
        for (StoreProcess node : NODES) assertThat(node.ask("get s7")).isEqualTo("" + added);
    }

    @Test
    @Order(2)
    void oneThatStoodStillForTenSecondsSaysNothingOldAndLosesNothing() throws Exception {
        StoreProcess asleep = NODES.getFirst();
        asleep.stop();
        long stopped = System.nanoTime();
        Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
        Thread other = Thread.startVirtualThread(() -> add(NODES.get(1), 0, acknowledged, stopped));
        add(NODES.get(2), 1, acknowledged, stopped);
        other.join();
        NODES.get(1).ask("remove s39");
        asleep.goOn();
        List<String> old = new ArrayList<>();
        for (int round = 0; round < 5; round++) old.addAll(askAll(asleep, acknowledged));
        assertThat(old).isEmpty();
        await().atMost(Duration.ofSeconds(20)).until(() -> asleep.ask("ready").equals("true"));
        for (StoreProcess node : NODES) {
            acknowledged.forEach(
                    (id, value) -> assertThat(node.ask("get " + id)).isEqualTo("" + value));
            assertThat(node.ask("get s39")).isEqualTo("none");
        }
        int next = acknowledged.get("s0") + 1;
        assertThat(asleep.ask("add s0")).isEqualTo("" + next);
        assertThat(NODES.get(2).ask("get s0")).isEqualTo("" + next);
    }

    /// Adds to every second session again and again, until ten seconds are over.
    private static void add(
            StoreProcess node, int first, Map<String, Integer> acknowledged, long since) {
        for (int i = first; System.nanoTime() - since < 10_000_000_000L; i += 2) {
            String id = "s" + i % (SESSIONS - 2);
            String answer = node.ask("add " + id);
            if (answer.matches("\\d+")) acknowledged.put(id, Integer.parseInt(answer));
        }
    }

    /// Answers that are not what was acknowledged, nor a refusal to answer.
    private static List<String> askAll(StoreProcess node, Map<String, Integer> acknowledged) {
        List<String> old = new ArrayList<>();
        acknowledged.forEach((id, value) -> {
            String answer = node.ask("get " + id);
            if (!answer.equals("" + value) && !answer.startsWith("refused"))
                old.add(id + ": " + answer + " for " + value);
        });
        return old;
    }

    @Test
    @Order(3)
    void whoDoesNotKnowTheSecretHasNoneOfTheSessions() throws Exception {
        stranger.answer(Duration.ofSeconds(60));
        assertThat(stranger.ask("get s0")).startsWith("refused");
        assertThat(NODES.getFirst().ask("add s38")).isEqualTo("1");
    }
}

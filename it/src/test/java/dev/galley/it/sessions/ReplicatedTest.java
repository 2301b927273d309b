// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.it.app.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three processes that replicate sessions to each other, of which one is killed or stands still.
class ReplicatedTest {
    private static final int SESSIONS = 40;
    private static final String SECRET = ", secret: 0123456789abcdef";

    private final List<StoreProcess> nodes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    @TempDir private Path folder;

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 3; i++) ports.add(Node.freePort());
        for (int i = 0; i < 3; i++) nodes.add(node(i, SECRET));
        for (StoreProcess node : nodes) node.opened();
        for (int i = 0; i < SESSIONS; i++)
            assertThat(nodes.get(i % 3).ask("create s" + i + " 0")).isEqualTo("true");
    }

    @AfterEach
    void end() {
        nodes.forEach(StoreProcess::close);
    }

    private StoreProcess node(int i, String more) throws IOException {
        List<String> peers = ports.stream().map(port -> "\"127.0.0.1:" + port + '"').toList();
        String yaml =
                "{store: replicated, bind: %s, peers: %s%s}".formatted(peers.get(i), peers, more);
        return new StoreProcess(folder.resolve("told" + i), yaml);
    }

    @Test
    void whatOneHasAcknowledgedTheOthersHaveWhenItIsKilled() throws Exception {
        Map<String, String> acknowledged = addAtAll();
        nodes.getFirst().kill();
        long killed = System.nanoTime();
        for (int i = 0; i < SESSIONS; i++)
            assertThat(nodes.get(1).ask("get s" + i)).isEqualTo(acknowledged.get("s" + i));
        System.out.printf(
                "after a kill, %d sessions were readable again within %d ms%n",
                SESSIONS, (System.nanoTime() - killed) / 1_000_000);
        for (int i = 0; i < SESSIONS; i++)
            assertThat(nodes.get(2).ask("get s" + i)).isEqualTo(acknowledged.get("s" + i));
        assertThat(nodes.get(2).ask("add s0")).isEqualTo("2");
        nodes.get(1).kill();
        assertThat(nodes.get(2).ask("get s0")).isEqualTo("2");
    }

    private Map<String, String> addAtAll() {
        Map<String, String> acknowledged = new HashMap<>();
        for (int i = 0; i < SESSIONS; i++)
            acknowledged.put("s" + i, nodes.get((i + 1) % 3).ask("add s" + i));
        assertThat(acknowledged).allSatisfy((id, value) -> assertThat(value).isEqualTo("1"));
        return acknowledged;
    }

    @Test
    void ofAllThatNodesAddToOneSessionAtATimeNothingIsLost() throws Exception {
        AtomicInteger added = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (StoreProcess node : nodes)
            threads.add(
                    Thread.startVirtualThread(() -> {
                        for (int i = 0; i < 100; i++)
                            if (node.ask("add s7").matches("\\d+")) added.incrementAndGet();
                    }));
        for (Thread thread : threads) thread.join();
        assertThat(added.get()).isGreaterThan(100);
        for (StoreProcess node : nodes) assertThat(node.ask("get s7")).isEqualTo("" + added);
    }

    @Test
    void oneThatStoodStillForTenSecondsSaysNothingOldAndLosesNothing() throws Exception {
        StoreProcess asleep = nodes.getFirst();
        asleep.stop();
        long stopped = System.nanoTime();
        Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
        Thread other = Thread.startVirtualThread(() -> add(nodes.get(1), 0, acknowledged, stopped));
        add(nodes.get(2), 1, acknowledged, stopped);
        other.join();
        nodes.get(1).ask("remove s39");
        asleep.goOn();
        List<String> old = new ArrayList<>();
        for (int round = 0; round < 5; round++) old.addAll(askAll(asleep, acknowledged));
        assertThat(old).isEmpty();
        await().atMost(Duration.ofSeconds(20)).until(() -> asleep.ask("ready").equals("true"));
        for (StoreProcess node : nodes) {
            acknowledged.forEach(
                    (id, value) -> assertThat(node.ask("get " + id)).isEqualTo("" + value));
            assertThat(node.ask("get s39")).isEqualTo("none");
        }
        int next = acknowledged.get("s0") + 1;
        assertThat(asleep.ask("add s0")).isEqualTo("" + next);
        assertThat(nodes.get(2).ask("get s0")).isEqualTo("" + next);
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
    void whoDoesNotKnowTheSecretHasNoneOfTheSessions() throws Exception {
        ports.add(Node.freePort());
        try (StoreProcess stranger = node(3, ", secret: fedcba9876543210")) {
            stranger.answer(Duration.ofSeconds(40));
            assertThat(stranger.ask("get s0")).startsWith("refused");
        }
        assertThat(nodes.getFirst().ask("add s0")).isEqualTo("1");
    }
}

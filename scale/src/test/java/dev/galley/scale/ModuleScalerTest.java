// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.Instance;
import dev.galley.cluster.Node;
import dev.galley.cluster.Registry;
import dev.galley.cluster.local.LocalCluster;
import dev.galley.cluster.placement.Numbers;
import dev.galley.cluster.placement.Report;
import dev.galley.config.Address;
import dev.galley.config.TargetConfig;
import dev.galley.scale.Counter.Counts;
import dev.galley.scale.ModuleScaler.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The nodes of a cluster in one process, and what they tell of the module carts.
class ModuleScalerTest {
    private static final Address ADDRESS = new Address("127.0.0.1", 7800);

    private final LocalCluster cluster = new LocalCluster();
    private final Map<String, Coordination> nodes = new HashMap<>();
    private final Map<String, Registry.Offer> loads = new HashMap<>();
    private final List<ModuleScaler> scalers = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private int room = 100;
    private volatile Map<String, Rule> rules = rules("in-window: 1h");

    private static Map<String, Rule> rules(String more) {
        TargetConfig target =
                Given.scale("max: 10, in-flight: 32, interval: 100ms, " + more).target();
        return Map.of("carts", new Rule(2, 10, target));
    }

    ModuleScalerTest() {
        for (String name : List.of("n1", "n2", "n3")) join(name);
    }

    private Node join(String name) {
        Node node = new Node(name, ADDRESS, Map.of(), "1");
        nodes.put(name, cluster.join(node));
        return node;
    }

    @AfterEach
    void leave() {
        scalers.forEach(ModuleScaler::close);
        nodes.values().forEach(Coordination::close);
        cluster.close();
    }

    private Coordination on(String node) {
        return nodes.get(node);
    }

    private ModuleScaler scales(String node) {
        ModuleScaler scaler =
                new ModuleScaler(
                        on(node),
                        () -> rules,
                        _ -> {
                            looks.incrementAndGet();
                            return room;
                        },
                        (_, _) -> {});
        scalers.add(scaler);
        return scaler;
    }

    private void runs(String node) {
        Map<String, String> facts = Map.of("seen:", "1", "stays:", "true", "carts", "running  ");
        on(node).registry().offer(new Instance(Report.SERVICE, node, ADDRESS, "1", facts));
    }

    private void tells(String node, double inFlight) {
        Work work = new Work(inFlight, 0, 0, List.of());
        Instance told = Loads.instance(on(node).membership().self(), Map.of("module:carts", work));
        loads.computeIfAbsent(node, _ -> on(node).registry().offer(told)).replace(told);
    }

    private int wanted() {
        Numbers.Given given = Numbers.of(on("n1").settings()).of("carts");
        return given == null ? 0 : given.replicas();
    }

    private void soon(int number) {
        await().atMost(Duration.ofSeconds(20)).until(() -> wanted() == number);
    }

    /// Waits until the number was thought over so often.
    private void looked(int times) {
        int before = looks.get();
        await().atMost(Duration.ofSeconds(20)).until(() -> looks.get() >= before + times);
    }

    @Test
    void itIsWhatTheLoadsOfAllNodesTogetherAskFor() {
        for (String node : nodes.keySet()) tells(node, 50);
        runs("n1");
        scales("n1");
        soon(5);
        assertThat(Numbers.of(on("n2").settings()).of("carts").because())
                .isEqualTo("150 in flight, 32 for each");
        tells("n3", 500);
        soon(10);
    }

    @Test
    void moreThanTheNodesHaveRoomForIsNotWantedAndWhatWasWantedStaysWhenOneIsLost() {
        room = 3;
        tells("n1", 500);
        scales("n1");
        soon(3);
        room = 2;
        looked(4);
        assertThat(wanted()).isEqualTo(3);
    }

    @Test
    void itStaysAsLongAsANodeThatRunsItHasToldNothing() {
        rules = rules("in-window: 0s");
        tells("n1", 140);
        runs("n1");
        scales("n1");
        soon(5);
        runs("n2");
        tells("n1", 0);
        looked(4);
        assertThat(wanted()).isEqualTo(5);
        tells("n2", 0);
        soon(2);
    }

    @Test
    void theNextOneThatScalesGoesOnWithTheNumberThatThereIs() {
        tells("n1", 140);
        ModuleScaler first = scales("n1");
        soon(5);
        tells("n1", 0);
        scales("n2");
        first.close();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> on("n1").election().holder(ModuleScaler.ROLE) != null);
        looked(5);
        assertThat(wanted()).isEqualTo(5);
        rules = rules("in-window: 300ms");
        soon(2);
    }

    @Test
    void aNodeTellsWhatItHasToDoSinceItToldLast() throws Exception {
        AtomicLong ended = new AtomicLong();
        Counter counter = new Counting(ended);
        TargetConfig target = rules("cpu: 50%").get("carts").target();
        Measured carts = new Measured("carts", target, () -> List.of(counter), () -> true);
        try (Teller teller = new Teller(on("n1"), List.of(carts))) {
            assertThat(work().inFlight()).isZero();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        ended.addAndGet(10);
                        Load load = work().load(1);
                        return load.inFlight() == 7
                                && load.perSecond() > 0
                                && load.cpu() >= 0
                                && load.p95() > 0.0001
                                && load.p95() <= 0.00025;
                    });
            teller.follow(List.of());
            await().until(() ->
                    Loads.of(on("n2").registry().instances(), "module:carts").isEmpty());
        }
    }

    private Work work() {
        return Loads.of(on("n2").registry().instances(), "module:carts").get("n1");
    }

    /// Seven are under way, and those that have ended took some 200 µs.
    private record Counting(AtomicLong ended) implements Counter {
        @Override
        public int inFlight() {
            return 7;
        }

        @Override
        public Counts counts() {
            return new Counts(ended.get(), List.of(0L, ended.get(), 0L));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {
    private static final int CASES = 400;

    static IntStream seeds() {
        return IntStream.range(0, 5);
    }

    private interface Check {
        void of(Cases cases, Map<String, SortedSet<String>> plan);
    }

    private static void each(int seed, Check check) {
        SplittableRandom dice = new SplittableRandom(seed);
        for (int i = 0; i < CASES; i++) {
            Cases cases = Cases.of(dice);
            check.of(cases, Planner.plan(cases.wanted(), cases.nodes(), cases.now()));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noModuleIsWhereItMustNotBe(int seed) {
        each(seed, PlannerTest::keepsTheRules);
    }

    private static void keepsTheRules(Cases cases, Map<String, SortedSet<String>> plan) {
        for (Wanted one : cases.wanted()) {
            SortedSet<String> on = plan.get(one.module());
            assertThat(on).hasSizeLessThanOrEqualTo(one.replicas());
            for (String name : on) {
                Node node = node(cases, name);
                assertThat(node.open()).isTrue();
                assertThat(node.labels()).containsAllEntriesOf(one.on());
            }
            for (Wanted other : cases.wanted()) {
                Set<String> its = plan.get(other.module());
                if (!other.equals(one) && one.apart() != null && one.apart().equals(other.apart()))
                    assertThat(on).noneMatch(its::contains);
            }
        }
    }

    private static Node node(Cases cases, String name) {
        return cases.nodes().stream().filter(n -> n.name().equals(name)).findAny().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void asManyReplicasAsCanBeAndAsFewStartsAsThatTakes(int seed) {
        each(
                seed,
                (cases, plan) -> {
                    for (List<Wanted> group : groups(cases.wanted())) {
                        List<Map<String, Set<String>>> ways = ways(group, cases.nodes());
                        Map<String, Integer> counts = counts(group, plan);
                        assertThat(total(counts.values()))
                                .isEqualTo(most(ways, way -> total(counts(group, way).values())));
                        assertThat(served(counts))
                                .isEqualTo(most(ways, way -> served(counts(group, way))));
                        List<Map<String, Set<String>>> equal =
                                ways.stream()
                                        .filter(way -> counts(group, way).equals(counts))
                                        .toList();
                        assertThat(starts(group, plan, cases))
                                .isEqualTo(-most(equal, way -> -starts(group, way, cases)));
                    }
                });
    }

    private static Collection<List<Wanted>> groups(List<Wanted> wanted) {
        return wanted.stream()
                .collect(
                        Collectors.groupingBy(
                                one -> one.apart() == null ? one.module() : "-" + one.apart()))
                .values();
    }

    private interface Measure {
        int of(Map<String, Set<String>> way);
    }

    private static int most(List<Map<String, Set<String>>> ways, Measure measure) {
        return ways.stream().mapToInt(measure::of).max().orElseThrow();
    }

    /// All ways to give each open node one of these at the most.
    private static List<Map<String, Set<String>>> ways(List<Wanted> group, List<Node> nodes) {
        List<Map<String, Set<String>>> ways = new ArrayList<>(List.of(new HashMap<>()));
        for (Node node : nodes) {
            if (!node.open()) continue;
            List<Map<String, Set<String>>> more = new ArrayList<>(ways);
            for (Wanted one : group)
                if (one.allows(node))
                    for (Map<String, Set<String>> way : ways)
                        if (way.getOrDefault(one.module(), Set.of()).size() < one.replicas())
                            more.add(with(way, one.module(), node.name()));
            ways = more;
        }
        return ways;
    }

    private static Map<String, Set<String>> with(
            Map<String, Set<String>> way, String module, String node) {
        Map<String, Set<String>> next = new HashMap<>(way);
        Set<String> on = new TreeSet<>(way.getOrDefault(module, Set.of()));
        on.add(node);
        next.put(module, on);
        return next;
    }

    private static Map<String, Integer> counts(
            List<Wanted> group, Map<String, ? extends Set<String>> way) {
        Map<String, Integer> counts = new HashMap<>();
        for (Wanted one : group) {
            Set<String> on = way.get(one.module());
            counts.put(one.module(), on == null ? 0 : on.size());
        }
        return counts;
    }

    private static int total(Collection<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    private static int served(Map<String, Integer> counts) {
        return (int) counts.values().stream().filter(n -> n > 0).count();
    }

    private static int starts(
            List<Wanted> group, Map<String, ? extends Set<String>> way, Cases cases) {
        int starts = 0;
        for (Wanted one : group) {
            Set<String> on = way.get(one.module());
            if (on == null) continue;
            for (String node : on) if (!cases.now().get(one.module()).contains(node)) starts++;
        }
        return starts;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsAsItShouldBeIsLeftAlone(int seed) {
        each(
                seed,
                (cases, plan) ->
                        assertThat(Planner.plan(cases.wanted(), cases.nodes(), plan))
                                .isEqualTo(plan));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void levellingMovesOneReplicaAtATimeKeepsTheRulesAndComesToAnEnd(int seed) {
        each(
                seed,
                (cases, plan) -> {
                    Map<String, SortedSet<String>> before = plan;
                    for (int moves = 0; ; moves++) {
                        assertThat(moves).isLessThan(200);
                        var next = Planner.level(cases.wanted(), cases.nodes(), before);
                        if (next.equals(before)) break;
                        keepsTheRules(cases, next);
                        assertThat(moved(before, next)).isEqualTo(1);
                        assertThat(Planner.plan(cases.wanted(), cases.nodes(), next))
                                .isEqualTo(next);
                        before = next;
                    }
                });
    }

    private static int moved(
            Map<String, SortedSet<String>> before, Map<String, SortedSet<String>> next) {
        int moved = 0;
        for (var entry : next.entrySet()) {
            Set<String> was = before.get(entry.getKey());
            assertThat(entry.getValue()).hasSameSizeAs(was);
            for (String node : entry.getValue()) if (!was.contains(node)) moved++;
        }
        return moved;
    }

    private static Node node(String name, String zone, String... failed) {
        return new Node(name, Map.of("zone", zone), true, Set.of(failed), Set.of());
    }

    private static Wanted wanted(String module, int replicas) {
        return new Wanted(module, replicas, false, Map.of(), "zone", null);
    }

    @Test
    void replicasAreSpreadOverZonesAndModulesOverNodes() {
        var nodes = List.of(node("n1", "a"), node("n2", "a"), node("n3", "b"), node("n4", "c"));
        var plan = Planner.plan(List.of(wanted("x", 3), wanted("y", 1)), nodes, Map.of());
        assertThat(plan.get("x")).containsExactly("n1", "n3", "n4");
        assertThat(plan.get("y")).containsExactly("n2");
    }

    @Test
    void aModuleThatDoesNotStartOnANodeGoesToAnother() {
        var nodes = List.of(node("n1", "a", "x"), node("n2", "a"));
        var now = Map.of("x", Set.of("n1"));
        assertThat(Planner.plan(List.of(wanted("x", 1)), nodes, now).get("x"))
                .containsExactly("n2");
        assertThat(Planner.plan(List.of(wanted("x", 2)), nodes, now).get("x"))
                .containsExactly("n1", "n2");
    }

    @Test
    void whatANodeHasGoneOnWithIsLeftThereUnlessItIsElsewhereByNow() {
        Node back = new Node("n3", Map.of("zone", "a"), true, Set.of(), Set.of("x"));
        var nodes = List.of(node("n1", "a"), node("n2", "a"), back);
        var wanted = List.of(wanted("x", 1));
        assertThat(Planner.plan(wanted, nodes, Map.of()).get("x")).containsExactly("n3");
        assertThat(Planner.plan(wanted, nodes, Map.of("x", Set.of("n2"))).get("x"))
                .containsExactly("n2");
    }

    @Test
    void aNodeThatComesBackGetsAShareAgain() {
        var nodes = List.of(node("n1", "a"), node("n2", "b"));
        var wanted = List.of(wanted("x", 1), wanted("y", 1));
        Map<String, SortedSet<String>> all =
                Map.of("x", new TreeSet<>(Set.of("n1")), "y", new TreeSet<>(Set.of("n1")));
        var level = Planner.level(wanted, nodes, all);
        assertThat(level.get("x")).containsExactly("n2");
        assertThat(level.get("y")).containsExactly("n1");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.cluster.placement.Assignment.Task;
import dev.galley.cluster.placement.Report.Phase;
import dev.galley.cluster.placement.Report.Stint;
import dev.galley.cluster.placement.Scene.Alive;
import dev.galley.config.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A cluster on paper: nodes come, go, are lost and come back, and everything that one tells
/// another arrives later, in the order in which it was told.
final class Simulation {
    private static final Address ADDRESS = new Address("127.0.0.1", 7800);

    private final RandomGenerator dice;
    private List<Wanted> wanted;
    private final List<Host> hosts = new ArrayList<>();
    private final Set<String> drained = new HashSet<>();
    private Assignment assignment = Assignment.NONE;
    private long number;
    private long epoch = 1;
    private long time = 1;

    Simulation(RandomGenerator dice) {
        this.dice = dice;
        this.wanted = Cases.wanted(dice);
        for (Node node : Cases.nodes(dice)) hosts.add(new Host(node.name(), node.labels()));
        while (hosts.size() < 2) hosts.add(new Host("extra", Map.of("zone", "a")));
        hosts.forEach(Host::join);
    }

    /// A node, by the rules of {@link Agent}.
    private final class Host {
        final String name;
        final Map<String, String> labels;
        final SortedMap<String, Stint> modules = new TreeMap<>();

        /// Singletons, and when the node had joined for which they are.
        final Map<String, Long> alone = new HashMap<>();

        long joined;
        long seen;
        Assignment known = Assignment.NONE;
        long knownNumber;
        Report told;

        Host(String name, Map<String, String> labels) {
            this.name = name;
            this.labels = labels;
        }

        void join() {
            if (joined == 0) joined = ++time;
        }

        /// The others go on without it. It lets go of its singletons by its own clock before.
        void lost() {
            joined = 0;
            told = null;
        }

        /// It ends, and what it had.
        void crash() {
            lost();
            modules.clear();
            alone.clear();
            seen = 0;
            known = Assignment.NONE;
            knownNumber = 0;
        }

        void hear() {
            if (joined == 0) return;
            known = assignment;
            knownNumber = number;
        }

        void act() {
            alone.entrySet()
                    .removeIf(mine -> {
                        boolean over = mine.getValue() != joined;
                        if (over) modules.remove(mine.getKey());
                        return over;
                    });
            if (joined == 0 || !known.knows(name, joined)) return;
            known.tasks()
                    .forEach((module, task) -> {
                        if (!task.runsOn(name)) return;
                        if (modules.containsKey(module)) {
                            boolean other = alone.containsKey(module) != task.alone();
                            if (other) modules.put(module, stint(Phase.LEAVING));
                            return;
                        }
                        modules.put(module, stint(Phase.STARTING));
                        if (task.alone()) alone.put(module, joined);
                    });
            modules.replaceAll((module, stint) ->
                    known.task(module).runsOn(name) ? stint : stint(Phase.LEAVING));
            seen = knownNumber;
        }

        /// One that starts runs, or one that leaves ends.
        void progress() {
            for (var entry : List.copyOf(modules.entrySet())) {
                if (dice.nextBoolean()) continue;
                if (entry.getValue().phase() == Phase.STARTING)
                    modules.put(entry.getKey(), stint(Phase.RUNNING));
                else if (entry.getValue().phase() == Phase.LEAVING) {
                    modules.remove(entry.getKey());
                    alone.remove(entry.getKey());
                }
            }
        }

        void tell() {
            if (joined != 0)
                told = new Report(name, ADDRESS, "1", true, seen, new TreeMap<>(modules));
        }

        boolean runs(String module) {
            Stint stint = modules.get(module);
            return stint != null && stint.phase() == Phase.RUNNING;
        }
    }

    private static Stint stint(Phase phase) {
        return new Stint(phase, List.of(), "");
    }

    private void lead() {
        SortedMap<String, Alive> alive = new TreeMap<>();
        Map<String, Report> reports = new HashMap<>();
        for (Host host : hosts) {
            if (host.joined != 0) alive.put(host.name, new Alive(host.joined, host.labels));
            if (host.told != null) reports.put(host.name, host.told);
        }
        Scene scene = new Scene(wanted, alive, drained, reports, assignment, number);
        Assignment next = scene.next(epoch);
        assertThat(Assignment.parse(next.text())).isEqualTo(next);
        if (next.equals(assignment)) return;
        assignment = next;
        number++;
    }

    void something() {
        Host host = hosts.get(dice.nextInt(hosts.size()));
        switch (dice.nextInt(20)) {
            case 0 -> host.crash();
            case 1 -> host.lost();
            case 2, 3 -> host.join();
            case 4 -> {
                if (!drained.remove(host.name)) drained.add(host.name);
            }
            case 5 -> epoch++;
            default -> somebody();
        }
    }

    void somebody() {
        Host host = hosts.get(dice.nextInt(hosts.size()));
        switch (dice.nextInt(5)) {
            case 0 -> host.hear();
            case 1 -> host.act();
            case 2 -> host.progress();
            case 3 -> host.tell();
            default -> lead();
        }
    }

    void everybody() {
        drained.clear();
        for (Host host : hosts) {
            host.join();
            host.hear();
            host.act();
            host.progress();
            host.tell();
        }
        lead();
    }

    void drain() {
        drained.add(hosts.getFirst().name);
    }

    /// Another version of the program, in which each module is a singleton.
    void wantSingletons() {
        wanted =
                wanted.stream()
                        .map(one -> new Wanted(one.module(), 1, true, one.on(), "zone", null))
                        .toList();
    }

    /// How many nodes have a module that one of them has as a singleton.
    List<Integer> besideSingletons() {
        List<Integer> all = new ArrayList<>();
        for (Wanted one : wanted)
            if (hosts.stream().anyMatch(host -> owns(host, one.module())))
                all.add(
                        (int)
                                hosts.stream()
                                        .filter(host -> host.modules.containsKey(one.module()))
                                        .count());
        return all;
    }

    /// A module that starts may do anything already, and one that leaves still.
    List<Integer> ownersOfSingletons() {
        List<Integer> owners = new ArrayList<>();
        for (Wanted one : wanted)
            if (one.singleton())
                owners.add(
                        (int)
                                hosts.stream()
                                        .filter(h -> h.modules.containsKey(one.module()))
                                        .filter(h -> owns(h, one.module()))
                                        .count());
        return owners;
    }

    /// Its calls are refused as soon as its node is lost, or has joined anew.
    private static boolean owns(Host host, String module) {
        return host.joined != 0 && host.alone.getOrDefault(module, -1L) == host.joined;
    }

    Map<String, Integer> runningOfShared() {
        Map<String, Integer> running = new HashMap<>();
        for (Wanted one : wanted)
            if (!one.singleton())
                running.put(
                        one.module(),
                        (int) hosts.stream().filter(h -> h.runs(one.module())).count());
        return running;
    }

    /// How many replicas a module can have on the nodes that are open.
    int possible(String module) {
        return Planner.plan(wanted, nodes(), Map.of()).get(module).size();
    }

    private List<Node> nodes() {
        return hosts.stream()
                .map(h -> new Node(h.name, h.labels, !drained.contains(h.name), Set.of(), Set.of()))
                .toList();
    }

    void runsAsWanted() {
        for (Wanted one : wanted) {
            Task task = assignment.task(one.module());
            assertThat(task.on()).hasSize(possible(one.module()));
            assertThat(task.leaving()).isEmpty();
            for (Host host : hosts)
                assertThat(host.runs(one.module())).isEqualTo(task.on().contains(host.name));
        }
    }
}

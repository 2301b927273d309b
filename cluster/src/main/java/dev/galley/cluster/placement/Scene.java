// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import dev.galley.cluster.placement.Assignment.Task;
import dev.galley.cluster.placement.Report.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// All that the leader decides by, as of one moment. {@link #next} is a pure function of it.
///
/// @param wanted what is wanted of each module
/// @param alive when each member had joined, and its labels
/// @param drained nodes that are to have no modules
/// @param reports of the members, as far as they have told
/// @param before the assignment that is in force
/// @param number of that, among its versions
record Scene(
        Collection<Wanted> wanted,
        SortedMap<String, Alive> alive,
        Set<String> drained,
        Map<String, Report> reports,
        Assignment before,
        long number) {
    /// A member.
    record Alive(long joined, Map<String, String> labels) {}

    /// The next assignment.
    ///
    /// @param epoch of the leader's term
    Assignment next(long epoch) {
        List<Node> nodes = nodes();
        Map<String, SortedSet<String>> plan = Planner.plan(wanted, nodes, now());
        if (isSettled(plan)) plan = Planner.level(wanted, nodes, plan);
        SortedMap<String, Task> tasks = new TreeMap<>();
        for (Wanted one : wanted) {
            SortedSet<String> on = plan.getOrDefault(one.module(), new TreeSet<>());
            tasks.put(one.module(), one.singleton() ? alone(one, on) : shared(one, on));
        }
        before.tasks()
                .forEach((module, task) -> {
                    Task last = ended(module, task);
                    if (!tasks.containsKey(module) && !last.leaving().isEmpty())
                        tasks.put(module, last);
                });
        SortedMap<String, Long> joined = new TreeMap<>();
        alive.forEach((node, there) -> joined.put(node, there.joined()));
        return new Assignment(epoch, joined, tasks);
    }

    /// The modules that are somewhere, and could be nowhere if this went on.
    List<String> homeless() {
        Map<String, SortedSet<String>> plan = Planner.plan(wanted, nodes(), now());
        return wanted.stream()
                .filter(one -> one.replicas() > 0)
                .map(Wanted::module)
                .filter(module -> !before.task(module).on().isEmpty())
                .filter(module -> plan.getOrDefault(module, new TreeSet<>()).isEmpty())
                .toList();
    }

    /// On how many nodes a module may run.
    int room(Wanted one) {
        return (int) nodes().stream().filter(node -> node.open() && one.allows(node)).count();
    }

    /// Those that run modules: they have told so.
    private List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        alive.forEach((name, there) -> {
            Report report = reports.get(name);
            if (report == null) return;
            boolean open = report.stays() && !drained.contains(name);
            Set<String> kept = isSame(name) ? Set.of() : those(report, Phase.RUNNING);
            nodes.add(new Node(name, there.labels(), open, those(report, Phase.FAILED), kept));
        });
        return nodes;
    }

    private static Set<String> those(Report report, Phase phase) {
        Set<String> those = new HashSet<>();
        report.modules()
                .forEach((module, stint) -> {
                    if (stint.phase() == phase) those.add(module);
                });
        return those;
    }

    /// Where modules are to be.
    private Map<String, Set<String>> now() {
        Map<String, Set<String>> now = new HashMap<>();
        before.tasks()
                .forEach((module, task) -> {
                    for (String node : task.on())
                        if (isSame(node))
                            now.computeIfAbsent(module, _ -> new HashSet<>()).add(node);
                });
        return now;
    }

    /// Whether a node has been there since the assignment was written: what is said of it there is
    /// of an earlier one otherwise, which is dead, and has let go of all that it had alone.
    private boolean isSame(String node) {
        Alive there = alive.get(node);
        return there != null && before.knows(node, there.joined());
    }

    /// Whether all runs as it should, so that there is time to level it.
    private boolean isSettled(Map<String, SortedSet<String>> plan) {
        for (Wanted one : wanted) {
            Task task = before.task(one.module());
            SortedSet<String> on = plan.getOrDefault(one.module(), new TreeSet<>());
            if (!task.on().equals(on) || !task.leaving().isEmpty() || !run(one.module(), on))
                return false;
        }
        return true;
    }

    private boolean run(String module, Set<String> on) {
        for (String node : on) {
            Report report = reports.get(node);
            if (report == null || !report.runs(module)) return false;
        }
        return true;
    }

    /// First the new ones start, then the old ones end.
    private Task shared(Wanted one, SortedSet<String> on) {
        SortedSet<String> leaving = new TreeSet<>();
        if (!run(one.module(), on))
            for (String node : before.task(one.module()).all())
                if (isSame(node) && !on.contains(node)) leaving.add(node);
        return new Task(false, on, leaving);
    }

    /// First the old one ends, then the new one starts; of one that was none until now, all end.
    private Task alone(Wanted one, SortedSet<String> on) {
        Task task = before.task(one.module());
        SortedSet<String> leaving = holders(one.module(), task);
        SortedSet<String> stays = new TreeSet<>(task.alone() ? task.on() : Set.of());
        stays.retainAll(on);
        stays.retainAll(leaving);
        leaving.removeAll(stays);
        return new Task(true, leaving.isEmpty() ? on : stays, leaving);
    }

    /// Who has a singleton, or may not have heard yet that it must not.
    private SortedSet<String> holders(String module, Task task) {
        SortedSet<String> holders = new TreeSet<>();
        for (String node : task.all())
            if (isSame(node) && (task.runsOn(node) || !hasLetGo(node, module))) holders.add(node);
        return holders;
    }

    private boolean hasLetGo(String node, String module) {
        Report report = reports.get(node);
        return report != null && report.seen() >= number && !report.modules().containsKey(module);
    }

    /// Of a module that nobody wants any more: singletons are remembered until they have ended.
    private Task ended(String module, Task task) {
        if (!task.alone()) return Task.NONE;
        return new Task(true, new TreeSet<>(), holders(module, task));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which module is to run on which nodes. A pure function of what is wanted, the nodes that are
/// there, and where the modules are now.
///
/// In this order: every module gets as many replicas as it can (of those that must be apart, each
/// its first before any its second); as few as possible start where they were not; they are spread
/// over zones, and over nodes. So nothing moves for the sake of balance: that is for {@link
/// #level}.
public final class Planner {
    private Planner() {}

    /// The plan.
    ///
    /// @param now the nodes of each module; of nodes that are no more, too
    /// @return the nodes of each module; of one that can be nowhere, none
    public static Map<String, SortedSet<String>> plan(
            Collection<Wanted> wanted,
            Collection<Node> nodes,
            Map<String, ? extends Set<String>> now) {
        List<Node> open =
                nodes.stream().filter(Node::open).sorted(Comparator.comparing(Node::name)).toList();
        Loads loads = new Loads(now);
        Map<String, SortedSet<String>> plan = new TreeMap<>();
        for (List<Wanted> group : groups(wanted).values()) {
            for (Wanted one : group) loads.forget(one.module());
            Group placed = new Group(group, open, now, loads);
            placed.fill();
            placed.result()
                    .forEach((module, on) -> {
                        plan.put(module, on);
                        loads.count(on);
                    });
        }
        return plan;
    }

    /// Those that must be apart together, every other one alone; in the order of names.
    private static Map<String, List<Wanted>> groups(Collection<Wanted> wanted) {
        return wanted.stream()
                .sorted(Comparator.comparing(Wanted::module))
                .collect(Collectors.groupingBy(Planner::group, TreeMap::new, Collectors.toList()));
    }

    /// A module's name has no colon.
    private static String group(Wanted one) {
        return one.apart() == null ? one.module() : "apart:" + one.apart();
    }

    /// The plan with at most one replica moved, if that levels it: from a zone to one that has two
    /// fewer of the module, or from a node to one that has two modules fewer and whose zone is no
    /// worse. Each such move makes the sum over all modules of the squares of replicas a zone
    /// smaller, or leaves it and makes the sum of the squares of modules a node smaller; hence
    /// repeating it comes to an end. Singletons are never moved.
    public static Map<String, SortedSet<String>> level(
            Collection<Wanted> wanted,
            Collection<Node> nodes,
            Map<String, SortedSet<String>> plan) {
        return new Level(wanted, nodes, plan).moved();
    }

    /// How many modules each node has.
    static final class Loads {
        private final Map<String, Integer> byNode = new HashMap<>();
        private final Map<String, ? extends Set<String>> now;

        Loads(Map<String, ? extends Set<String>> now) {
            this.now = now;
            now.values().forEach(this::count);
        }

        void count(Set<String> nodes) {
            for (String node : nodes) byNode.merge(node, 1, Integer::sum);
        }

        void forget(String module) {
            Set<String> nodes = now.get(module);
            if (nodes != null) for (String node : nodes) byNode.merge(node, -1, Integer::sum);
        }

        int of(String node) {
            return byNode.getOrDefault(node, 0);
        }
    }

    static SortedSet<String> sorted(Collection<String> names) {
        return new TreeSet<>(names);
    }
}

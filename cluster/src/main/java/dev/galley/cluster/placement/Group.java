// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import dev.galley.cluster.placement.Planner.Loads;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Modules of which a node has one at the most. Their replicas are matched to nodes by successive
/// shortest paths (Ahuja, Magnanti, Orlin, Network Flows, section 9.7): a replica may take the node
/// of another module, which takes another node in turn, if that makes room for one more or is
/// cheaper. A replica that cannot be placed so cannot be placed later either, and no other way of
/// placing as many starts fewer anew.
final class Group {
    /// What it costs that a replica is on a node: nothing if it is to be there now. One start is
    /// more than whatever all nodes could have kept.
    private static final int KEPT = 1, STARTS = 10_000, FAILED = 40_000;

    private static final int NONE = -1, FAR = Integer.MAX_VALUE / 2;

    private final List<Wanted> wanted;
    private final List<Node> nodes;
    private final Map<String, ? extends Set<String>> now;
    private final Loads loads;

    /// Which of `wanted` each of `nodes` has; null: none.
    private final @Nullable Wanted[] has;

    /// The replicas of each module by the value of its `spread`.
    private final Map<Wanted, Map<String, Integer>> zones = new HashMap<>();

    /// @param nodes those that are open, in the order of names
    Group(
            List<Wanted> wanted,
            List<Node> nodes,
            Map<String, ? extends Set<String>> now,
            Loads loads) {
        this.wanted = wanted;
        this.nodes = nodes;
        this.now = now;
        this.loads = loads;
        this.has = new Wanted[nodes.size()];
        for (Wanted one : wanted) zones.put(one, new HashMap<>());
    }

    void fill() {
        Set<Wanted> stuck = new HashSet<>();
        for (int round = 0; round < nodes.size(); round++)
            for (Wanted one : wanted)
                if (round < one.replicas() && !stuck.contains(one) && !place(one)) stuck.add(one);
    }

    /// Places one more replica.
    private boolean place(Wanted one) {
        Path path = new Path(one);
        int end = path.end();
        if (end == NONE) return false;
        // From the end, each takes the node that the one before it in the path leaves to it.
        for (int at = end; at != NONE; at = path.from[at]) {
            Wanted comes = path.comes(at);
            Wanted goes = has[at];
            if (goes != null) count(goes, at, -1);
            has[at] = comes;
            count(comes, at, 1);
        }
        return true;
    }

    private void count(Wanted one, int node, int by) {
        zones(one).merge(nodes.get(node).label(one.spread()), by, Integer::sum);
    }

    private Map<String, Integer> zones(Wanted one) {
        return zones.computeIfAbsent(one, _ -> new HashMap<>());
    }

    private int cost(Wanted one, int node) {
        Node there = nodes.get(node);
        if (there.failed().contains(one.module())) return FAILED;
        Set<String> runs = now.get(one.module());
        if (runs != null && runs.contains(there.name())) return 0;
        return there.kept().contains(one.module()) ? KEPT : STARTS;
    }

    Map<String, SortedSet<String>> result() {
        Map<String, SortedSet<String>> all = new TreeMap<>();
        for (Wanted one : wanted) all.put(one.module(), new TreeSet<>());
        for (int i = 0; i < has.length; i++) {
            Wanted one = has[i];
            if (one != null) all.computeIfAbsent(one.module(), _ -> new TreeSet<>()).add(name(i));
        }
        return all;
    }

    private String name(int node) {
        return nodes.get(node).name();
    }

    /// The cheapest ways from a module to each node, by Bellman and Ford: giving a node up earns
    /// what it cost.
    private final class Path {
        private final Wanted first;
        private final int[] cost = new int[nodes.size()];

        /// The node that is left for this one; `NONE`: it is the first.
        private final int[] from = new int[nodes.size()];

        Path(Wanted first) {
            this.first = first;
            Arrays.fill(cost, FAR);
            Arrays.fill(from, NONE);
            reach(first, NONE, 0);
            boolean shorter = wanted.size() > 1;
            for (int round = 0; shorter && round < nodes.size(); round++) shorter = relax();
        }

        private boolean relax() {
            boolean shorter = false;
            for (int at = 0; at < has.length; at++) {
                Wanted goes = has[at];
                if (goes != null && cost[at] < FAR)
                    shorter |= reach(goes, at, cost[at] - Group.this.cost(goes, at));
            }
            return shorter;
        }

        /// @param spent so far
        private boolean reach(Wanted one, int leaves, int spent) {
            boolean shorter = false;
            for (int to = 0; to < has.length; to++) {
                if (one.equals(has[to]) || !one.allows(nodes.get(to))) continue;
                int sum = spent + Group.this.cost(one, to);
                if (sum >= cost[to]) continue;
                cost[to] = sum;
                from[to] = leaves;
                shorter = true;
            }
            return shorter;
        }

        /// Who takes a node.
        Wanted comes(int at) {
            Wanted left = from[at] == NONE ? null : has[from[at]];
            return left == null ? first : left;
        }

        /// The free node where it ends; `NONE`: it leads to none.
        int end() {
            int best = NONE;
            for (int at = 0; at < has.length; at++)
                if (has[at] == null && cost[at] < FAR && (best == NONE || isBetter(at, best)))
                    best = at;
            return best;
        }

        private boolean isBetter(int one, int other) {
            return Comparator.<Integer>comparingInt(at -> cost[at])
                            .thenComparingInt(this::zone)
                            .thenComparingInt(at -> loads.of(name(at)))
                            .compare(one, other)
                    < 0;
        }

        private int zone(int at) {
            Wanted comes = comes(at);
            return zones(comes).getOrDefault(nodes.get(at).label(comes.spread()), 0);
        }
    }
}

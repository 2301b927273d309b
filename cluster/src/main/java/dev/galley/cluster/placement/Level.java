// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds a replica to move for a better balance, as {@link Planner#level} tells.
final class Level {
    private final List<Wanted> wanted;
    private final List<Node> open;
    private final Map<String, SortedSet<String>> plan;
    private final Map<String, Node> byName = new TreeMap<>();
    private final Planner.Loads loads;

    Level(Collection<Wanted> wanted, Collection<Node> nodes, Map<String, SortedSet<String>> plan) {
        this.wanted = wanted.stream().sorted(Comparator.comparing(Wanted::module)).toList();
        this.open =
                nodes.stream().filter(Node::open).sorted(Comparator.comparing(Node::name)).toList();
        this.plan = plan;
        this.loads = new Planner.Loads(plan);
        for (Node node : open) byName.put(node.name(), node);
    }

    /// A replica that goes from one node to another.
    private record Move(Wanted module, Node from, Node to) {}

    Map<String, SortedSet<String>> moved() {
        Move move = move();
        if (move == null) return plan;
        Map<String, SortedSet<String>> next = new TreeMap<>(plan);
        SortedSet<String> on = new TreeSet<>(on(move.module()));
        on.remove(move.from().name());
        on.add(move.to().name());
        next.put(move.module().module(), on);
        return next;
    }

    private SortedSet<String> on(Wanted one) {
        return plan.getOrDefault(one.module(), new TreeSet<>());
    }

    private @Nullable Move move() {
        for (Wanted one : wanted) {
            if (one.singleton()) continue;
            for (String name : on(one)) {
                Node from = byName.get(name);
                if (from == null) continue;
                for (Node to : open)
                    if (isFree(one, to) && isBetter(one, from, to)) return new Move(one, from, to);
            }
        }
        return null;
    }

    private boolean isFree(Wanted one, Node to) {
        return one.allows(to)
                && !to.failed().contains(one.module())
                && !on(one).contains(to.name())
                && wanted.stream()
                        .noneMatch(other -> isApart(one, other) && on(other).contains(to.name()));
    }

    private static boolean isApart(Wanted one, Wanted other) {
        return one.apart() != null && one.apart().equals(other.apart());
    }

    private boolean isBetter(Wanted one, Node from, Node to) {
        String here = from.label(one.spread()), there = to.label(one.spread());
        long fewer = zone(one, here) - zone(one, there);
        if (!here.equals(there) && fewer >= 2) return true;
        boolean noWorse = here.equals(there) || fewer >= 1;
        return noWorse && loads.of(from.name()) - loads.of(to.name()) >= 2;
    }

    private long zone(Wanted one, String value) {
        return on(one).stream()
                .map(byName::get)
                .filter(node -> node != null && node.label(one.spread()).equals(value))
                .count();
    }
}

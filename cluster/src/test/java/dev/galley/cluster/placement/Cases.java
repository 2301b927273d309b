// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Clusters, and what is wanted of them, by dice.
record Cases(List<Wanted> wanted, List<Node> nodes, Map<String, Set<String>> now) {
    private static final List<String> ZONES = List.of("a", "b", "c");

    static Cases of(RandomGenerator dice) {
        List<Node> nodes = nodes(dice);
        List<Wanted> wanted = wanted(dice);
        Map<String, Set<String>> now = new HashMap<>();
        for (Wanted one : wanted) {
            Set<String> on = new TreeSet<>();
            for (Node node : nodes) if (dice.nextInt(3) == 0) on.add(node.name());
            if (dice.nextInt(4) == 0) on.add("dead");
            now.put(one.module(), on);
        }
        return new Cases(wanted, nodes, now);
    }

    static List<Node> nodes(RandomGenerator dice) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 1 + dice.nextInt(6); i > 0; i--) {
            Map<String, String> labels = Map.of("zone", ZONES.get(dice.nextInt(3)));
            nodes.add(new Node("n" + i, labels, dice.nextInt(6) > 0, Set.of(), Set.of()));
        }
        return nodes;
    }

    static List<Wanted> wanted(RandomGenerator dice) {
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 1 + dice.nextInt(5); i > 0; i--) {
            boolean singleton = dice.nextInt(4) == 0;
            int replicas = dice.nextInt(6) == 0 ? Wanted.EVERYWHERE : dice.nextInt(5);
            Map<String, String> on =
                    dice.nextInt(4) == 0 ? Map.of("zone", ZONES.get(dice.nextInt(3))) : Map.of();
            String apart = dice.nextBoolean() ? null : dice.nextBoolean() ? "disk" : "memory";
            wanted.add(new Wanted("m" + i, singleton ? 1 : replicas, singleton, on, "zone", apart));
        }
        return wanted;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who is to run what, as the leader has written it last. Immutable. As a text:
///
///     epoch 31
///     node n1 12
///     node n2 17
///     module orders on n1,n2 leaving n3
///     module clock alone on n1 leaving -
///
/// @param epoch of the leader's term; 0: nobody has written one
/// @param joined the nodes that it is for, and when each had joined: to one that was lost and has
///   come back it says nothing
public record Assignment(
        long epoch, SortedMap<String, Long> joined, SortedMap<String, Task> tasks) {
    public static final Assignment NONE = new Assignment(0, new TreeMap<>(), new TreeMap<>());

    public Assignment {
        joined = Collections.unmodifiableSortedMap(new TreeMap<>(joined));
        tasks = Collections.unmodifiableSortedMap(new TreeMap<>(tasks));
    }

    /// What is said of a module.
    ///
    /// @param alone whether it is a singleton
    /// @param on the nodes that run it
    /// @param leaving nodes that are to run it no more: a module runs on there until it runs on all
    ///   of `on`, a singleton has to end there before it may be on another node
    public record Task(boolean alone, SortedSet<String> on, SortedSet<String> leaving) {
        static final Task NONE = new Task(false, new TreeSet<>(), new TreeSet<>());

        public Task {
            on = Collections.unmodifiableSortedSet(new TreeSet<>(on));
            leaving = Collections.unmodifiableSortedSet(new TreeSet<>(leaving));
        }

        boolean runsOn(String node) {
            return on.contains(node) || (!alone && leaving.contains(node));
        }

        Set<String> all() {
            Set<String> all = new LinkedHashSet<>(on);
            all.addAll(leaving);
            return all;
        }

        @Override
        public String toString() {
            return (alone ? "alone " : "") + "on " + list(on) + " leaving " + list(leaving);
        }
    }

    Task task(String module) {
        return tasks.getOrDefault(module, Task.NONE);
    }

    /// Whether it is for this node, as it joined then.
    boolean knows(String node, long then) {
        Long known = joined.get(node);
        return known != null && known == then;
    }

    String text() {
        StringBuilder text = new StringBuilder("epoch " + epoch + "\n");
        joined.forEach((node, then) -> text.append("node %s %d\n".formatted(node, then)));
        tasks.forEach((module, task) -> text.append("module %s %s\n".formatted(module, task)));
        return text.toString();
    }

    /// @throws IllegalArgumentException if it is no such text
    static Assignment parse(String text) {
        long epoch = 0;
        SortedMap<String, Long> joined = new TreeMap<>();
        SortedMap<String, Task> tasks = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "epoch" -> epoch = Long.parseLong(words[1]);
                case "node" -> joined.put(words[1], Long.parseLong(words[2]));
                case "module" -> tasks.put(words[1], task(List.of(words).subList(2, words.length)));
                default -> throw new IllegalArgumentException("not of a placement: " + line);
            }
        }
        return new Assignment(epoch, joined, tasks);
    }

    private static Task task(List<String> words) {
        boolean alone = words.getFirst().equals("alone");
        List<String> rest = alone ? words.subList(1, words.size()) : words;
        return new Task(alone, names(rest.get(1)), names(rest.get(3)));
    }

    private static SortedSet<String> names(String list) {
        return list.equals("-") ? new TreeSet<>() : new TreeSet<>(List.of(list.split(",", -1)));
    }

    private static String list(Set<String> names) {
        return names.isEmpty() ? "-" : String.join(",", names);
    }
}

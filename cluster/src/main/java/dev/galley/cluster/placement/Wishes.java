// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import dev.galley.cluster.ConflictException;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Settings;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// What was asked for while the cluster runs, beside the file. As a text: `drain n1`, `scale orders
/// 4`, a line each.
///
/// @param drained nodes that are to have no modules
/// @param replicas of modules, in place of what the file says
public record Wishes(SortedSet<String> drained, SortedMap<String, Integer> replicas) {
    /// Its name among the settings.
    static final String NAME = "wishes";

    private static final int TRIES = 10;

    public Wishes {
        drained = Collections.unmodifiableSortedSet(new TreeSet<>(drained));
        replicas = Collections.unmodifiableSortedMap(new TreeMap<>(replicas));
    }

    /// As last heard.
    public static Wishes of(Settings settings) {
        Settings.Version newest = settings.newest(NAME);
        return parse(newest == null ? "" : newest.text());
    }

    /// Changes them.
    ///
    /// @param author who asks for it
    /// @throws CoordinationException if the cluster does not take it
    public static void change(Settings settings, String author, UnaryOperator<Wishes> edit)
            throws CoordinationException {
        for (int i = 1; ; i++) {
            try {
                var versions = settings.versions(NAME);
                long after = versions.isEmpty() ? 0 : versions.getFirst().number();
                Wishes before = parse(versions.isEmpty() ? "" : versions.getFirst().text());
                Wishes next = edit.apply(before);
                if (!next.equals(before)) settings.write(NAME, after, author, next.text());
                return;
            } catch (ConflictException e) {
                if (i == TRIES) throw e;
            }
        }
    }

    /// With a node that is to have no modules.
    public Wishes drained(String node) {
        SortedSet<String> more = new TreeSet<>(drained);
        more.add(node);
        return new Wishes(more, replicas);
    }

    /// With a node that may have modules again.
    public Wishes enabled(String node) {
        SortedSet<String> fewer = new TreeSet<>(drained);
        fewer.remove(node);
        return new Wishes(fewer, replicas);
    }

    /// With so many of a module.
    public Wishes scaled(String module, int wanted) {
        SortedMap<String, Integer> more = new TreeMap<>(replicas);
        more.put(module, wanted);
        return new Wishes(drained, more);
    }

    /// What is wanted of a module after all; a singleton stays one, and of one that follows its
    /// load nobody has a wish.
    Wanted of(Wanted file) {
        Integer asked = replicas.get(file.module());
        boolean byLoad = file.bounds() != null && file.bounds().byLoad();
        return asked == null || file.singleton() || byLoad ? file : file.times(asked);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (String node : drained) text.append("drain ").append(node).append('\n');
        replicas.forEach((module, n) -> text.append("scale %s %d\n".formatted(module, n)));
        return text.toString();
    }

    private static Wishes parse(String text) {
        SortedSet<String> drained = new TreeSet<>();
        SortedMap<String, Integer> replicas = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("drain")) drained.add(words[1]);
            else replicas.put(words[1], Integer.parseInt(words[2]));
        }
        return new Wishes(drained, replicas);
    }
}

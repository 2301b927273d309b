// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import dev.galley.cluster.ConflictException;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Term;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How often the modules run that follow their load, as the node has said that scales them. As a
/// text: `epoch 17`, then a line each, `carts 5 150 in flight, 32 for each`.
///
/// It is written by compare and set on its version, and only over a text of no later epoch: so
/// nothing comes of what a node says whose term is over, once its follower has written the text
/// under its own. Until then it may be written over; what it says is a number within the bounds of
/// the file, as of a moment ago.
///
/// @param epoch of the term in which it was written; 0: there is no text yet
public record Numbers(long epoch, SortedMap<String, Given> modules) {
    static final String NAME = "replicas";
    private static final String EPOCH = "epoch";
    private static final int TRIES = 10;

    /// How often a module is to run.
    ///
    /// @param because why it was so when it was changed last, in a line
    public record Given(int replicas, String because) {
        public Given {
            because = because.replaceAll("\\R", " ");
        }
    }

    public Numbers {
        modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
    }

    /// As last heard.
    public static Numbers of(Settings settings) {
        Settings.Version newest = settings.newest(NAME);
        return parse(newest == null ? "" : newest.text());
    }

    /// Of this module; null: nobody has said it yet.
    public @Nullable Given of(String module) {
        return modules.get(module);
    }

    /// With this of a module, if that is another number than before.
    public Numbers with(String module, Given given) {
        Given before = modules.get(module);
        if (before != null && before.replicas() == given.replicas()) return this;
        SortedMap<String, Given> next = new TreeMap<>(modules);
        next.put(module, given);
        return new Numbers(epoch, next);
    }

    /// With no others than these.
    public Numbers only(Collection<String> names) {
        SortedMap<String, Given> next = new TreeMap<>(modules);
        next.keySet().retainAll(names);
        return new Numbers(epoch, next);
    }

    /// Writes them anew, under the epoch of a term.
    ///
    /// @return whether they are so now; if not, the term is over
    /// @throws CoordinationException if the cluster does not take it
    public static boolean change(Settings settings, Term term, UnaryOperator<Numbers> edit)
            throws CoordinationException {
        long epoch = term.epoch().value();
        for (int i = 1; ; i++) {
            try {
                var versions = settings.versions(NAME);
                long after = versions.isEmpty() ? 0 : versions.getFirst().number();
                Numbers before = parse(versions.isEmpty() ? "" : versions.getFirst().text());
                if (before.epoch > epoch) return false;
                Numbers next = new Numbers(epoch, edit.apply(before).modules);
                if (!next.equals(before)) settings.write(NAME, after, term.node(), next.text());
                return true;
            } catch (ConflictException e) {
                if (i == TRIES) throw e;
            }
        }
    }

    /// What is wanted of a module that follows its load.
    Wanted of(Wanted wanted) {
        Wanted.Bounds bounds = wanted.bounds();
        Given given = modules.get(wanted.module());
        if (bounds == null || !bounds.byLoad() || given == null) return wanted;
        return wanted.times(given.replicas());
    }

    private String text() {
        StringBuilder text = new StringBuilder(EPOCH + " " + epoch + "\n");
        modules.forEach((module, given) ->
                text.append("%s %d %s\n".formatted(module, given.replicas(), given.because())));
        return text.toString();
    }

    private static Numbers parse(String text) {
        long epoch = 0;
        SortedMap<String, Given> modules = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 3);
            if (words.length == 2) epoch = Long.parseLong(words[1]);
            else modules.put(words[0], new Given(Integer.parseInt(words[1]), words[2]));
        }
        return new Numbers(epoch, modules);
    }
}

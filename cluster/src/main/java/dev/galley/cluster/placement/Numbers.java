// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Term;
import dev.galley.cluster.TermText;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How often the modules run that follow their load, as the node has said that scales them: a
/// number within the bounds of the file, as of a moment ago. As a text a line each, `carts 5 150 in
/// flight, 32 for each`.
public record Numbers(SortedMap<String, Given> modules) {
    static final String NAME = "replicas";

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
        return parse(TermText.of(settings, NAME).body());
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
        return new Numbers(next);
    }

    /// With no others than these.
    public Numbers only(Collection<String> names) {
        SortedMap<String, Given> next = new TreeMap<>(modules);
        next.keySet().retainAll(names);
        return new Numbers(next);
    }

    /// Writes them anew, as {@link TermText#write}.
    public static boolean change(Settings settings, Term term, UnaryOperator<Numbers> edit)
            throws CoordinationException {
        return TermText.write(settings, NAME, term, body -> edit.apply(parse(body)).text());
    }

    /// What is wanted of a module that follows its load.
    Wanted of(Wanted wanted) {
        Wanted.Bounds bounds = wanted.bounds();
        Given given = modules.get(wanted.module());
        if (bounds == null || !bounds.byLoad() || given == null) return wanted;
        return wanted.times(given.replicas());
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        modules.forEach((module, given) ->
                text.append("%s %d %s\n".formatted(module, given.replicas(), given.because())));
        return text.toString();
    }

    private static Numbers parse(String body) {
        SortedMap<String, Given> modules = new TreeMap<>();
        for (String line : body.lines().toList()) {
            String[] words = line.split(" ", 3);
            modules.put(words[0], new Given(Integer.parseInt(words[1]), words[2]));
        }
        return new Numbers(modules);
    }
}

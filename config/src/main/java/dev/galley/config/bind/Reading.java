// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One reading of one file: takes nodes apart, and collects what is wrong with them.
final class Reading {
    /// A key and its value. What is wrong with a key belongs to the path of its mapping.
    record Entry(Place key, Place value) {}

    private final String file;
    private final Map<String, String> env;
    private final List<Problem> problems = new ArrayList<>();

    Reading(String file, Map<String, String> env) {
        this.file = file;
        this.env = env;
    }

    /// A part that is read later.
    Section section(Place at) {
        return new Section(file, env, at);
    }

    /// How many problems there are by now.
    int problems() {
        return problems.size();
    }

    /// @throws ConfigException if there are problems
    void finish() {
        Collections.sort(problems);
        if (!problems.isEmpty()) throw new ConfigException(problems);
    }

    /// Notes a problem; null, for the caller to return in the place of a value.
    @Nullable Object refuse(Place at, String message) {
        int line = at.node().getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        int column = at.node().getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
        problems.add(new Problem(file, line, column, at.path(), message));
        return null;
    }

    /// Notes that a word is none of those that are known.
    @Nullable Object refuse(Place at, String what, String word, Collection<String> known) {
        return refuse(at, "unknown " + what + " \"" + word + "\"" + Nearest.hint(word, known));
    }

    /// The entries of a mapping by key; a key that is there twice is a problem, and the first
    /// counts. Null, with a problem, if it is no mapping.
    @Nullable Map<String, Entry> entries(Place at, String what) {
        if (!(at.node() instanceof MappingNode mapping)) {
            refuse(at, "must be " + what);
            return null;
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (var tuple : mapping.getValue()) {
            var key = new Place(tuple.getKeyNode(), at.path());
            if (!(key.node() instanceof ScalarNode scalar)) {
                refuse(key, "a key must be a word");
                continue;
            }
            String name = scalar.getValue();
            var entry = new Entry(key, at.entry(name, tuple.getValueNode()));
            if (entries.putIfAbsent(name, entry) != null)
                refuse(key, "key \"" + name + "\" is there twice");
        }
        return entries;
    }

    /// The text of a scalar, variables replaced if they may be; null, with a problem, if it is
    /// none.
    @Nullable String scalar(Place at, String what, boolean variables) {
        if (!(at.node() instanceof ScalarNode scalar)) {
            String found = at.node() instanceof SequenceNode ? "list" : "mapping";
            refuse(at, "must be " + what + ", not a " + found);
            return null;
        }
        try {
            return variables ? Variables.replace(scalar.getValue(), env) : scalar.getValue();
        } catch (IllegalArgumentException e) {
            refuse(at, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /// Whether nothing stands there: no value at all, or `null`.
    static boolean isEmpty(Node node) {
        return node instanceof ScalarNode s && s.isPlain() && s.getTag().equals(Tag.NULL);
    }

    /// Whether a node carries a tag of the user's own, such as `!secret`.
    static boolean isTagged(Node node) {
        Tag tag = node.getTag();
        return !tag.getValue().startsWith(Tag.PREFIX) && !tag.equals(Tag.ENV_TAG);
    }
}

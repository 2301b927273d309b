// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Text to a record. It goes on after a problem, so that the user hears of all of them at once:
/// what could not be bound is null, and a record that misses a value for that reason is not made.
public final class Binder {
    private static final String TYPE = "type";

    /// A key and its value in the file; `path` is where its problems belong.
    private record Entry(Node key, Node value, String path) {}

    /// A value that must be a key of the top-level map `target`.
    private record Reference(String target, String name, Node node, String path) {}

    private final String file;
    private final Map<String, String> env;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();

    private Binder(String file, Map<String, String> env) {
        this.file = file;
        this.env = env;
    }

    /// Makes a record of the only document in a text.
    ///
    /// @param file how problems name the text
    /// @param env what `${NAME}` takes its value from
    /// @throws ConfigException with all the problems of the text, in its order
    public static <T extends Record> T bind(
            Class<T> type, String file, String text, Map<String, String> env) {
        Node root = Document.read(file, text);
        if (root == null || isEmpty(root))
            throw new ConfigException(List.of(new Problem(file, 1, 1, "", "is empty")));
        return type.cast(new Binder(file, env).root(Shapes.fields(type), root));
    }

    /// The value of a default, as an annotation has it.
    static Object fixed(Shape shape, String text) {
        Node node = Objects.requireNonNull(Document.read("a default", text));
        return new Binder("a default", Map.of()).root(shape, node);
    }

    private Object root(Shape shape, Node node) {
        Object value = bind(shape, node, "");
        if (node instanceof MappingNode top) references.forEach(r -> resolve(r, top));
        if (value != null && problems.isEmpty()) return value;
        Collections.sort(problems);
        throw new ConfigException(problems);
    }

    private @Nullable Object bind(Shape shape, Node node, String path) {
        if (isEmpty(node)) return refuse(node, path, "has no value");
        return switch (shape) {
            case Shape.Text t -> text(t, node, path);
            case Shape.Words w -> word(w, node, path);
            case Shape.Listing l -> list(l, node, path);
            case Shape.Mapping m -> map(m, node, path);
            case Shape.Fields f -> fields(f, node, path);
            case Shape.Kinds k -> kind(k, node, path);
        };
    }

    private @Nullable Object text(Shape.Text shape, Node node, String path) {
        String text = scalar(node, path, shape.what(), shape.variables());
        if (text == null) return null;
        if (!shape.matches(text)) return refuse(node, path, isNot(text, shape));
        try {
            return shape.parser().apply(text);
        } catch (IllegalArgumentException e) {
            return refuse(
                    node, path, "\"" + text + "\" is not " + shape.what() + ": " + e.getMessage());
        }
    }

    private static String isNot(String text, Shape.Text shape) {
        return "\"%s\" is not %s; write for example %s"
                .formatted(text, shape.what(), shape.example());
    }

    private @Nullable Object word(Shape.Words shape, Node node, String path) {
        String text = scalar(node, path, "a word", true);
        if (text == null) return null;
        Object value = shape.words().get(text);
        return value != null
                ? value
                : refuse(node, path, unknown("word", text, shape.words().keySet()));
    }

    private @Nullable Object list(Shape.Listing shape, Node node, String path) {
        if (node instanceof MappingNode) return refuse(node, path, "must be a list, not a mapping");
        if (!(node instanceof SequenceNode sequence)) {
            Object item = bind(shape.item(), node, path);
            return item == null ? null : List.of(item);
        }
        int before = problems.size(), index = 0;
        List<Object> items = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (Node n : sequence.getValue()) {
            String at = path + "[" + index++ + "]";
            Object item = bind(shape.item(), n, at);
            if (item instanceof Identified i && i.identity() != null && !seen.add(i.identity()))
                refuse(n, at, i.identity() + " is listed twice");
            if (item != null) items.add(item);
        }
        return problems.size() > before ? null : List.copyOf(items);
    }

    private @Nullable Object map(Shape.Mapping shape, Node node, String path) {
        if (!(node instanceof MappingNode m)) return refuse(node, path, "must be a mapping");
        int before = problems.size();
        Map<String, Object> values = new LinkedHashMap<>();
        entries(m, path)
                .forEach((name, entry) -> {
                    if (!shape.names().matches(name))
                        refuse(entry.key(), path, isNot(name, shape.names()));
                    Object value = bind(shape.value(), entry.value(), entry.path());
                    if (value != null) values.put(name, value);
                });
        return problems.size() > before ? null : Collections.unmodifiableMap(values);
    }

    private @Nullable Object kind(Shape.Kinds shape, Node node, String path) {
        if (node instanceof ScalarNode) {
            String word = scalar(node, path, "a type", true);
            return word == null ? null : kind(shape, word, node, Map.of(), node, path);
        }
        if (!(node instanceof MappingNode m)) return refuse(node, path, "must be a mapping");
        var entries = entries(m, path);
        Entry type = entries.get(TYPE);
        if (type == null)
            return refuse(
                    node, path, "missing key \"type\"" + Nearest.hint("", shape.kinds().keySet()));
        String word = scalar(type.value(), type.path(), "a type", true);
        return word == null ? null : kind(shape, word, type.value(), entries, node, path);
    }

    private @Nullable Object kind(
            Shape.Kinds shape,
            String word,
            Node at,
            Map<String, Entry> entries,
            Node node,
            String path) {
        Shape.Fields fields = shape.kinds().get(word);
        if (fields == null) return refuse(at, path, unknown("type", word, shape.kinds().keySet()));
        refuseUnknown(fields, entries, Set.of(TYPE), path);
        return record(fields, entries, node, path);
    }

    private @Nullable Object fields(Shape.Fields shape, Node node, String path) {
        if (node instanceof MappingNode m) {
            var entries = entries(m, path);
            refuseUnknown(shape, entries, Set.of(), path);
            return record(shape, entries, node, path);
        }
        Key bare = shape.bare();
        if (bare == null || !(node instanceof ScalarNode))
            return refuse(node, path, "must be a mapping");
        return record(shape, Map.of(bare.name(), new Entry(node, node, path)), node, path);
    }

    private @Nullable Object record(
            Shape.Fields shape, Map<String, Entry> entries, Node node, String path) {
        int before = problems.size();
        @Nullable Object[] values = new @Nullable Object[shape.keys().size()];
        for (int i = 0; i < values.length; i++)
            values[i] = value(shape.keys().get(i), entries, node, path);
        if (problems.size() > before) return null;
        try {
            return Shapes.create(shape.constructor(), values);
        } catch (IllegalArgumentException e) {
            return refuse(entries, node, path, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object value(Key key, Map<String, Entry> entries, Node node, String path) {
        if (key.setting().inline() && key.shape() instanceof Shape.Fields inline)
            return record(inline, entries, node, path);
        Entry entry = entries.get(key.name());
        if (entry == null)
            return key.required()
                    ? refuse(node, path, "missing key \"" + key.name() + "\"")
                    : key.absent();
        Object value = bind(key.shape(), entry.value(), entry.path());
        if (value == null) return null;
        String fault = Rules.fault(key.range(), value);
        if (fault != null)
            return refuse(entry.value(), entry.path(), fault + written(entry.value()));
        if (!key.setting().refersTo().isEmpty())
            references.add(
                    new Reference(
                            key.setting().refersTo(),
                            value.toString(),
                            entry.value(),
                            entry.path()));
        return value;
    }

    private static String written(Node node) {
        return node instanceof ScalarNode s ? ", not " + s.getValue() : "";
    }

    private void resolve(Reference r, MappingNode top) {
        Set<String> names = new HashSet<>();
        for (var tuple : top.getValue())
            if (tuple.getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals(r.target())
                    && tuple.getValueNode() instanceof MappingNode map)
                map.getValue().forEach(t -> names.add(name(t.getKeyNode())));
        if (!names.contains(r.name()))
            refuse(
                    r.node(),
                    r.path(),
                    "\""
                            + r.name()
                            + "\" is none of the "
                            + r.target()
                            + Nearest.hint(r.name(), names));
    }

    private static String name(Node key) {
        return key instanceof ScalarNode s ? s.getValue() : "";
    }

    /// The entries by key; a key that is there twice is a problem, and the first one counts.
    private Map<String, Entry> entries(MappingNode node, String path) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (var tuple : node.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                refuse(key, path, "a key must be a word");
                continue;
            }
            String name = scalar.getValue();
            var entry = new Entry(key, tuple.getValueNode(), join(path, name));
            if (entries.putIfAbsent(name, entry) != null)
                refuse(key, path, "key \"" + name + "\" is there twice");
        }
        return entries;
    }

    private static String join(String path, String name) {
        String key = name.matches("[A-Za-z0-9_/-]+") ? name : '"' + name + '"';
        return path.isEmpty() ? key : path + "." + key;
    }

    private void refuseUnknown(
            Shape.Fields shape, Map<String, Entry> entries, Set<String> more, String path) {
        List<String> known = new ArrayList<>(shape.allKeys().map(Key::name).toList());
        known.addAll(more);
        entries.forEach((name, entry) -> {
            if (!known.contains(name)) refuse(entry.key(), path, unknown("key", name, known));
        });
    }

    private static String unknown(String what, String name, Collection<String> known) {
        return "unknown " + what + " \"" + name + "\"" + Nearest.hint(name, known);
    }

    /// The text of a scalar, variables replaced; null, with a problem, if it is none.
    private @Nullable String scalar(Node node, String path, String what, boolean variables) {
        if (!(node instanceof ScalarNode scalar)) {
            refuse(node, path, "must be " + what + ", not a " + kindOf(node));
            return null;
        }
        if (!variables) return scalar.getValue();
        try {
            return Variables.replace(scalar.getValue(), env);
        } catch (IllegalArgumentException e) {
            refuse(node, path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static String kindOf(Node node) {
        return node instanceof SequenceNode ? "list" : "mapping";
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode s && s.isPlain() && s.getTag().equals(Tag.NULL);
    }

    /// What a record says of itself begins with the key that is at fault, or is about the whole.
    private @Nullable Object refuse(
            Map<String, Entry> entries, Node node, String path, String message) {
        String[] keyAndRest = message.split(" ", 2);
        Entry entry = entries.get(keyAndRest[0]);
        return entry == null
                ? refuse(node, path, message)
                : refuse(entry.value(), entry.path(), keyAndRest[1]);
    }

    private @Nullable Object refuse(Node node, String path, String message) {
        Mark mark = node.getStartMark().orElseThrow();
        problems.add(new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, path, message));
        return null;
    }
}

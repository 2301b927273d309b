// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import dev.galley.config.bind.Reading.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Text to a record. It goes on after a problem, so that the user hears of all of them at once:
/// what could not be bound is null, and a record that misses a value for that reason is not made.
public final class Binder {
    /// A value that must be a key of the top-level map `target`.
    private record Reference(String target, String name, Place at) {}

    private final Reading reading;
    private final List<Reference> references = new ArrayList<>();

    private Binder(Reading reading) {
        this.reading = reading;
    }

    /// Makes a record of the only document in a text.
    ///
    /// @param file how problems name the text
    /// @param env what `${NAME}` takes its value from
    /// @param more finds what else is wrong with the record: a sentence each, which begins with the
    ///   path of the key that is at fault
    /// @throws ConfigException with all the problems of the text, in its order
    public static <T extends Record> T bind(
            Class<T> type,
            String file,
            String text,
            Map<String, String> env,
            Function<T, List<String>> more) {
        Node root = Document.read(file, text);
        if (root == null || Reading.isEmpty(root))
            throw new ConfigException(List.of(new Problem(file, 1, 1, "", "is empty")));
        Binder binder = new Binder(new Reading(file, env));
        T value = type.cast(binder.root(Shapes.fields(type), root));
        Place top = new Place(root, "");
        for (String fault : more.apply(value)) binder.refuse(Map.of(), top, fault);
        binder.reading.finish();
        return value;
    }

    /// Makes a record of a part of a document.
    static <T extends Record> T bind(Class<T> type, Place at, Reading reading) {
        Object value = new Binder(reading).bind(Shapes.fields(type), at);
        reading.finish();
        return type.cast(Objects.requireNonNull(value));
    }

    /// The value of a default, as an annotation has it: a scalar, always.
    static Object fixed(Shape shape, String text) {
        var scalar = new ScalarNode(Tag.STR, Key.unquoted(text), ScalarStyle.PLAIN);
        return new Binder(new Reading("a default", Map.of())).root(shape, scalar);
    }

    private Object root(Shape shape, Node node) {
        Object value = bind(shape, new Place(node, ""));
        references.forEach(r -> resolve(r, node));
        reading.finish();
        return Objects.requireNonNull(value);
    }

    private @Nullable Object bind(Shape shape, Place at) {
        if (Reading.isEmpty(at.node())) return reading.refuse(at, "has no value");
        if (Reading.isTagged(at.node()))
            return reading.refuse(at, "the tag " + at.node().getTag() + " means nothing here");
        return switch (shape) {
            case Shape.Text text -> text(text, at);
            case Shape.Words words -> word(words, at);
            case Shape.Listing list -> list(list, at);
            case Shape.Mapping map -> map(map, at);
            case Shape.Fields fields -> fields(fields, at);
            case Shape.Kinds kinds -> kind(kinds, at);
            case Shape.Open _ -> reading.section(at);
        };
    }

    private @Nullable Object text(Shape.Text shape, Place at) {
        String text = reading.scalar(at, shape.what(), shape.form() != Form.LOCATION);
        if (text == null) return null;
        if (!shape.matches(text)) return reading.refuse(at, shape.refusal(text));
        try {
            return shape.parser().apply(text);
        } catch (IllegalArgumentException e) {
            return reading.refuse(
                    at, "\"" + text + "\" is not " + shape.what() + ": " + e.getMessage());
        }
    }

    private @Nullable Object word(Shape.Words shape, Place at) {
        String text = reading.scalar(at, "a word", true);
        if (text == null) return null;
        Object value = shape.words().get(text);
        return value == null ? reading.refuse(at, "word", text, shape.words().keySet()) : value;
    }

    private @Nullable Object list(Shape.Listing shape, Place at) {
        if (at.node() instanceof MappingNode)
            return reading.refuse(at, "must be a list, not a mapping");
        if (at.node() instanceof SequenceNode sequence) return list(shape, sequence, at);
        Object item = bind(shape.item(), at);
        return item == null ? null : List.of(item);
    }

    private @Nullable Object list(Shape.Listing shape, SequenceNode sequence, Place at) {
        int before = reading.problems(), index = 0;
        List<Object> items = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (Node node : sequence.getValue()) {
            Place place = at.item(index++, node);
            Object item = bind(shape.item(), place);
            if (item instanceof Identified i && i.identity() != null && !seen.add(i.identity()))
                reading.refuse(place, i.identity() + " is listed twice");
            if (item != null) items.add(item);
        }
        return reading.problems() > before ? null : List.copyOf(items);
    }

    private @Nullable Object map(Shape.Mapping shape, Place at) {
        int before = reading.problems();
        var entries = reading.entries(at, "a mapping");
        if (entries == null) return null;
        Map<String, Object> values = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            if (!shape.names().matches(name))
                reading.refuse(entry.key(), shape.names().refusal(name));
            Object value = bind(shape.value(), entry.value());
            if (value != null) values.put(name, value);
        });
        return reading.problems() > before ? null : Collections.unmodifiableMap(values);
    }

    private @Nullable Object kind(Shape.Kinds shape, Place at) {
        if (at.node() instanceof ScalarNode) return kind(shape, at, Map.of(), at);
        var entries = reading.entries(at, "a word, or a mapping with a " + shape.key());
        if (entries == null) return null;
        Entry key = entries.get(shape.key());
        if (key != null) return kind(shape, key.value(), entries, at);
        if (!shape.byDefault().isEmpty()) return kind(shape, shape.byDefault(), at, entries, at);
        String hint = Nearest.hint("", shape.kinds().keySet());
        return reading.refuse(at, "missing key \"" + shape.key() + "\"" + hint);
    }

    private @Nullable Object kind(
            Shape.Kinds shape, Place type, Map<String, Entry> entries, Place at) {
        String word = reading.scalar(type, "a word", true);
        return word == null ? null : kind(shape, word, type, entries, at);
    }

    private @Nullable Object kind(
            Shape.Kinds shape, String word, Place type, Map<String, Entry> entries, Place at) {
        Shape.Fields fields = shape.kinds().get(word);
        if (fields == null) return reading.refuse(type, shape.key(), word, shape.kinds().keySet());
        refuseUnknown(entries, fields, Stream.concat(Stream.of(shape.key()), names(fields)));
        return record(fields, entries, at);
    }

    private @Nullable Object fields(Shape.Fields shape, Place at) {
        Key bare = shape.bare();
        if (bare != null && at.node() instanceof ScalarNode)
            return record(shape, Map.of(bare.name(), new Entry(at, at)), at);
        String what = names(shape).collect(Collectors.joining(", ", "a mapping of ", ""));
        var entries = reading.entries(at, what);
        if (entries == null) return null;
        refuseUnknown(entries, shape, names(shape));
        return record(shape, entries, at);
    }

    private static Stream<String> names(Shape.Fields shape) {
        return shape.allKeys().map(Key::name);
    }

    private void refuseUnknown(
            Map<String, Entry> entries, Shape.Fields shape, Stream<String> names) {
        List<String> known = names.toList();
        entries.forEach((name, entry) -> {
            if (known.contains(name)) return;
            String why = shape.without(name);
            if (why == null) reading.refuse(entry.key(), "key", name, known);
            else reading.refuse(entry.key(), "key \"" + name + "\" is of no use here: " + why);
        });
    }

    private @Nullable Object record(Shape.Fields shape, Map<String, Entry> entries, Place at) {
        int before = reading.problems();
        List<@Nullable Object> values = new ArrayList<>();
        for (Key key : shape.keys()) values.add(value(key, entries, at));
        if (reading.problems() > before) return null;
        try {
            return Shapes.create(shape.constructor(), values.toArray());
        } catch (IllegalArgumentException e) {
            String.valueOf(e.getMessage()).lines().forEach(line -> refuse(entries, at, line));
            return null;
        }
    }

    /// What a record says of itself begins with the path of the key that is at fault, or is about
    /// the whole.
    private void refuse(Map<String, Entry> entries, Place at, String message) {
        String[] pathAndRest = message.split(" ", 2);
        Entry entry = entries.get(pathAndRest[0]);
        Place below = at.node() instanceof MappingNode ? at.below(pathAndRest[0]) : null;
        Place fault = entry == null ? below : entry.value();
        if (fault == null) reading.refuse(at, message);
        else reading.refuse(fault, pathAndRest[1]);
    }

    private @Nullable Object value(Key key, Map<String, Entry> entries, Place at) {
        if (key.setting().inline() && key.shape() instanceof Shape.Fields inline)
            return record(inline, entries, at);
        Entry entry = entries.get(key.name());
        if (entry != null) return present(key, entry.value());
        return key.required()
                ? reading.refuse(at, "missing key \"" + key.name() + "\"")
                : key.absent();
    }

    private @Nullable Object present(Key key, Place at) {
        Object value = bind(key.shape(), at);
        if (value == null) return null;
        String fault = Rules.fault(key.range(), value);
        if (fault != null) return reading.refuse(at, fault + found(at.node()));
        String target = key.setting().refersTo();
        if (!target.isEmpty()) references.add(new Reference(target, value.toString(), at));
        return key.optional() ? Optional.of(value) : value;
    }

    private static String found(Node node) {
        return node instanceof ScalarNode s ? ", not " + s.getValue() : "";
    }

    private void resolve(Reference r, Node top) {
        Set<String> names =
                values(top, r.target())
                        .filter(MappingNode.class::isInstance)
                        .flatMap(m -> ((MappingNode) m).getValue().stream())
                        .map(t -> t.getKeyNode() instanceof ScalarNode s ? s.getValue() : "")
                        .collect(Collectors.toSet());
        if (!names.contains(r.name()))
            reading.refuse(
                    r.at(),
                    "\"%s\" is none of the %s%s"
                            .formatted(r.name(), r.target(), Nearest.hint(r.name(), names)));
    }

    private static Stream<Node> values(Node top, String name) {
        return ((MappingNode) top)
                .getValue().stream()
                        .filter(t ->
                                t.getKeyNode() instanceof ScalarNode s && s.getValue().equals(name))
                        .map(t -> t.getValueNode());
    }
}

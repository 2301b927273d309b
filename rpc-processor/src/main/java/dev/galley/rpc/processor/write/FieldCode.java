// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import dev.galley.rpc.processor.model.FieldModel;
import dev.galley.rpc.processor.model.Scalar;
import dev.galley.rpc.processor.model.TypeModel.Listing;
import dev.galley.rpc.processor.model.TypeModel.Mapping;
import dev.galley.rpc.processor.model.TypeModel.Maybe;
import dev.galley.rpc.processor.model.TypeModel.Single;
import java.util.Set;

/// The statements of a codec that deal with one field.
final class FieldCode {
    /// Variables of the generated methods.
    private static final Set<String> TAKEN =
            Set.of(
                    "in", "out", "value", "tag", "member", "outer", "end", "entry", "key",
                    "element");

    private final Source source;
    private final Calls calls;
    private final FieldModel field;

    /// Its type and name, for errors.
    private final String label;

    FieldCode(Source source, String message, FieldModel field) {
        this.source = source;
        this.calls = new Calls(source);
        this.field = field;
        this.label = message + "." + field.name();
    }

    private String accessor() {
        return "value.%s()".formatted(field.name());
    }

    /// The variable that holds what has been read.
    String local() {
        String name = field.name();
        return TAKEN.contains(name) || Character.isUpperCase(name.charAt(0)) ? name + "_" : name;
    }

    private int tag(int wireType) {
        return field.number() << 3 | wireType;
    }

    String write() {
        return switch (field.type()) {
            case Scalar s when Calls.hasZero(s) && s == Scalar.BOOLEAN ->
                    "if (%s) %s".formatted(accessor(), calls.write(tag(0), s, "true"));
            case Scalar s when Calls.hasZero(s) ->
                    "if (%s) %s".formatted(Calls.isNotZero(s, accessor()), writeSingle(s));
            case Single single -> writeSingle(single);
            case Listing l when Calls.isPacked(l.element()) -> writePacked(l.element());
            case Listing l ->
                    "for (%s element : %s.backwards(%s))\n    %s"
                            .formatted(
                                    source.boxed(l.element()),
                                    source.codec("Writer"),
                                    accessor(),
                                    calls.write(
                                            tag(Calls.wireType(l.element())),
                                            l.element(),
                                            "element"));
            case Mapping m -> writeEntries(m);
            case Maybe m ->
                    "if (%s)\n    %s"
                            .formatted(
                                    isThere(m),
                                    calls.write(
                                            tag(Calls.wireType(m.type())), m.type(), inside(m)));
        };
    }

    private String writeSingle(Single single) {
        return calls.write(tag(Calls.wireType(single)), single, accessor());
    }

    private String writePacked(Single element) {
        return """
        if (!%s.isEmpty()) {
            int end = out.size();
            for (%s element : %s.backwards(%s)) %s
            out.length(%d, end);
        }\
        """
                .formatted(
                        accessor(),
                        source.type(element),
                        source.codec("Writer"),
                        accessor(),
                        calls.writePacked(element, "element"),
                        tag(2));
    }

    private String writeEntries(Mapping map) {
        return """
        for (%s entry : %s.backwards(%s)) {
            int end = out.size();
            %s
            %s
            out.length(%d, end);
        }\
        """
                .formatted(
                        entry(map),
                        source.codec("Writer"),
                        accessor(),
                        calls.write(
                                16 | Calls.wireType(map.value()), map.value(), "entry.getValue()"),
                        calls.write(8 | Calls.wireType(map.key()), map.key(), "entry.getKey()"),
                        tag(2));
    }

    private String entry(Mapping map) {
        return "%s.Entry<%s, %s>"
                .formatted(
                        source.name("java.util.Map"),
                        source.boxed(map.key()),
                        source.boxed(map.value()));
    }

    private String isThere(Maybe maybe) {
        return accessor() + (maybe.optional() ? ".isPresent()" : " != null");
    }

    private String inside(Maybe maybe) {
        return accessor() + (maybe.optional() ? ".get()" : "");
    }

    /// Declares the variable.
    String declared() {
        String type =
                switch (field.type()) {
                    case Single single -> source.type(single);
                    case Maybe m -> source.boxed(m.type());
                    case Listing l ->
                            "%s<%s>".formatted(source.codec("Elements"), source.boxed(l.element()));
                    case Mapping m -> entries(m);
                };
        String initial = field.type() instanceof Single single ? Calls.zero(single) : "null";
        return "%s %s = %s;".formatted(type, local(), initial);
    }

    private String entries(Mapping map) {
        return "%s<%s, %s>"
                .formatted(
                        source.name("java.util.SequencedMap"),
                        source.boxed(map.key()),
                        source.boxed(map.value()));
    }

    /// The cases of the switch over tags.
    String read() {
        return switch (field.type()) {
            case Single s ->
                    readCase(
                            Calls.wireType(s), "%s = %s;".formatted(local(), calls.read(s, label)));
            case Maybe m ->
                    readCase(
                            Calls.wireType(m.type()),
                            "%s = %s;".formatted(local(), calls.readMaybe(m.type(), label)));
            case Listing l ->
                    readCase(Calls.wireType(l.element()), add(calls.read(l.element(), label)))
                            + (Calls.isPacked(l.element()) ? "\n" + readPacked(l) : "");
            case Mapping _ ->
                    readCase(2, "%1$s = entry%2$d(in, %1$s);".formatted(local(), number()));
        };
    }

    private int number() {
        return field.number();
    }

    private String readCase(int wireType, String statement) {
        return "case %d -> %s".formatted(tag(wireType), statement);
    }

    private String add(String element) {
        return "%1$s = in.add(%1$s, %2$s);".formatted(local(), element);
    }

    private String readPacked(Listing list) {
        return """
        case %d -> {
            for (int end = in.packed(); in.more(end); ) %s
        }\
        """
                .formatted(tag(2), add(calls.read(list.element(), label)));
    }

    /// A method that reads an entry of a map; empty: the field is no map.
    String helper() {
        if (!(field.type() instanceof Mapping map)) return "";
        return """
        private static %s entry%d(
                %s in, %s map) {
            %s key = %s;
            %s value = %s;
            int outer = in.begin();
            for (int tag; (tag = in.tag()) != 0; ) {
                switch (tag) {
                    case %d -> key = %s;
                    case %d -> value = %s;
                    default -> in.skip(tag, 1, 2);
                }
            }
            in.end(outer);
        %s    return in.put(map, key, value);
        }
        """
                .formatted(
                        entries(map),
                        number(),
                        source.codec("Reader"),
                        source.nullable(entries(map)),
                        source.type(map.key()),
                        Calls.zero(map.key()),
                        source.type(map.value()),
                        Calls.zero(map.value()),
                        8 | Calls.wireType(map.key()),
                        calls.read(map.key(), label),
                        16 | Calls.wireType(map.value()),
                        calls.read(map.value(), label),
                        Calls.hasZero(map.value())
                                ? ""
                                : "    if (value == null) throw in.missing(\"%s\");\n"
                                        .formatted(label));
    }

    /// Throws if what must be there is not; empty: it need not be.
    String check() {
        return field.type() instanceof Single single && !Calls.hasZero(single)
                ? "if (%s == null) throw in.missing(\"%s\");".formatted(local(), label)
                : "";
    }

    /// What was read, as the component has it.
    String given() {
        return switch (field.type()) {
            case Single _ -> local();
            case Maybe m ->
                    m.optional()
                            ? "%s.ofNullable(%s)"
                                    .formatted(source.name("java.util.Optional"), local())
                            : local();
            case Listing l ->
                    "%s.%s(%s)"
                            .formatted(
                                    source.codec("Elements"), l.unique() ? "set" : "list", local());
            case Mapping _ -> "%s.map(%s)".formatted(source.codec("Elements"), local());
        };
    }

    String writeJson() {
        String name = "out.name(\"%s\");\n".formatted(field.name());
        return switch (field.type()) {
            case Single single -> name + calls.writeJson(single, accessor());
            case Maybe m ->
                    "if (%s) {\n%s\n}"
                            .formatted(
                                    isThere(m),
                                    (name + calls.writeJson(m.type(), inside(m)))
                                            .indent(4)
                                            .stripTrailing());
            case Listing l ->
                    name
                            + """
                            out.beginArray();
                            for (%s element : %s) %s
                            out.endArray();\
                            """
                                    .formatted(
                                            source.type(l.element()),
                                            accessor(),
                                            calls.writeJson(l.element(), "element"));
            case Mapping m ->
                    name
                            + """
                            out.beginObject();
                            for (%s entry : %s.entrySet()) {
                                out.name(%s);
                                %s
                            }
                            out.endObject();\
                            """
                                    .formatted(
                                            entry(m),
                                            accessor(),
                                            Calls.jsonKey(m.key(), "entry.getKey()"),
                                            calls.writeJson(m.value(), "entry.getValue()"));
        };
    }

    String readJson() {
        return "case \"%s\" -> %s".formatted(field.name(), readJsonValue());
    }

    private String readJsonValue() {
        return switch (field.type()) {
            case Single s -> "%s = %s;".formatted(local(), calls.readJson(s, label));
            case Maybe m -> "%s = %s;".formatted(local(), calls.readJson(m.type(), label));
            case Listing l ->
                    """
                    {
                        in.beginArray();
                        while (in.more()) %s
                    }\
                    """
                            .formatted(add(calls.readJson(l.element(), label)));
            case Mapping m ->
                    """
                    {
                        in.beginObject();
                        while (in.key()) {
                            %1$s key = %2$s;
                            in.colon();
                            %3$s = in.put(%3$s, key, %4$s);
                        }
                    }\
                    """
                            .formatted(
                                    source.type(m.key()),
                                    calls.readJson(m.key(), label),
                                    local(),
                                    calls.readJson(m.value(), label));
        };
    }
}

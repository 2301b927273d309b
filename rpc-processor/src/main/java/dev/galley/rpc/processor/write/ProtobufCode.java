// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import dev.galley.rpc.processor.model.Scalar;
import dev.galley.rpc.processor.model.TypeModel.Listing;
import dev.galley.rpc.processor.model.TypeModel.Mapping;
import dev.galley.rpc.processor.model.TypeModel.Maybe;
import dev.galley.rpc.processor.model.TypeModel.Single;

/// The statements that write and read one field in the protobuf wire format.
final class ProtobufCode {
    private final Source source;
    private final Calls calls;
    private final FieldCode field;

    ProtobufCode(Source source, FieldCode field) {
        this.source = source;
        this.calls = new Calls(source);
        this.field = field;
    }

    private int tag(int wireType) {
        return field.number() << 3 | wireType;
    }

    String write() {
        return switch (field.type()) {
            case Scalar s when Calls.hasZero(s) && s == Scalar.BOOLEAN ->
                    "if (%s) %s".formatted(field.accessor(), calls.write(tag(0), s, "true"));
            case Scalar s when Calls.hasZero(s) ->
                    "if (%s) %s".formatted(Calls.isNotZero(s, field.accessor()), writeSingle(s));
            case Single single -> writeSingle(single);
            case Listing l when Calls.isPacked(l.element()) -> writePacked(l.element());
            case Listing l ->
                    "for (%s element : %s.backwards(%s))\n    %s"
                            .formatted(
                                    source.boxed(l.element()),
                                    source.codec("Writer"),
                                    field.accessor(),
                                    calls.write(
                                            tag(Calls.wireType(l.element())),
                                            l.element(),
                                            "element"));
            case Mapping m -> writeEntries(m);
            case Maybe m ->
                    "if (%s)\n    %s"
                            .formatted(
                                    field.isThere(m),
                                    calls.write(
                                            tag(Calls.wireType(m.type())),
                                            m.type(),
                                            field.inside(m)));
        };
    }

    private String writeSingle(Single single) {
        return calls.write(tag(Calls.wireType(single)), single, field.accessor());
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
                        field.accessor(),
                        source.type(element),
                        source.codec("Writer"),
                        field.accessor(),
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
                        field.entry(map),
                        source.codec("Writer"),
                        field.accessor(),
                        calls.write(
                                16 | Calls.wireType(map.value()), map.value(), "entry.getValue()"),
                        calls.write(8 | Calls.wireType(map.key()), map.key(), "entry.getKey()"),
                        tag(2));
    }

    /// The cases of the switch over tags.
    String read() {
        return switch (field.type()) {
            case Single s ->
                    readCase(
                            Calls.wireType(s),
                            "%s = %s;".formatted(field.local(), calls.read(s, field.label())));
            case Maybe m ->
                    readCase(
                            Calls.wireType(m.type()),
                            "%s = %s;"
                                    .formatted(
                                            field.local(),
                                            calls.readMaybe(m.type(), field.label())));
            case Listing l ->
                    readCase(
                                    Calls.wireType(l.element()),
                                    field.add(calls.read(l.element(), field.label())))
                            + (Calls.isPacked(l.element()) ? "\n" + readPacked(l) : "");
            case Mapping _ ->
                    readCase(
                            2,
                            "%1$s = entry%2$d(in, %1$s);".formatted(field.local(), field.number()));
        };
    }

    private String readCase(int wireType, String statement) {
        return "case %d -> %s".formatted(tag(wireType), statement);
    }

    private String readPacked(Listing list) {
        return """
        case %d -> {
            for (int end = in.packed(); in.more(end); ) %s
        }\
        """
                .formatted(tag(2), field.add(calls.read(list.element(), field.label())));
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
                        field.entries(map),
                        field.number(),
                        source.codec("Reader"),
                        source.nullable(field.entries(map)),
                        source.type(map.key()),
                        Calls.zero(map.key()),
                        source.type(map.value()),
                        Calls.zero(map.value()),
                        8 | Calls.wireType(map.key()),
                        calls.read(map.key(), field.label()),
                        16 | Calls.wireType(map.value()),
                        calls.read(map.value(), field.label()),
                        Calls.hasZero(map.value())
                                ? ""
                                : "    if (value == null) throw in.missing(\"%s\");\n"
                                        .formatted(field.label()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import dev.galley.rpc.processor.model.TypeModel.Listing;
import dev.galley.rpc.processor.model.TypeModel.Mapping;
import dev.galley.rpc.processor.model.TypeModel.Maybe;
import dev.galley.rpc.processor.model.TypeModel.Single;

/// The statements that write and read one field in JSON.
final class JsonCode {
    private final Source source;
    private final Calls calls;
    private final FieldCode field;

    JsonCode(Source source, FieldCode field) {
        this.source = source;
        this.calls = new Calls(source);
        this.field = field;
    }

    String write() {
        String name = "out.name(\"%s\");\n".formatted(field.name());
        return switch (field.type()) {
            case Single single -> name + calls.writeJson(single, field.accessor());
            case Maybe m ->
                    "if (%s) {\n%s\n}"
                            .formatted(
                                    field.isThere(m),
                                    (name + calls.writeJson(m.type(), field.inside(m)))
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
                                            field.accessor(),
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
                                            field.entry(m),
                                            field.accessor(),
                                            Calls.jsonKey(m.key(), "entry.getKey()"),
                                            calls.writeJson(m.value(), "entry.getValue()"));
        };
    }

    String read() {
        return "case \"%s\" -> %s".formatted(field.name(), readValue());
    }

    private String readValue() {
        return switch (field.type()) {
            case Single s -> "%s = %s;".formatted(field.local(), calls.readJson(s, field.label()));
            case Maybe m ->
                    "%s = %s;".formatted(field.local(), calls.readJson(m.type(), field.label()));
            case Listing l ->
                    """
                    {
                        in.beginArray();
                        while (in.more()) %s
                    }\
                    """
                            .formatted(field.add(calls.readJson(l.element(), field.label())));
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
                                    calls.readJson(m.key(), field.label()),
                                    field.local(),
                                    calls.readJson(m.value(), field.label()));
        };
    }
}

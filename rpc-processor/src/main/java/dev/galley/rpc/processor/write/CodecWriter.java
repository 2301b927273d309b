// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import static java.util.stream.Collectors.joining;

import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.FieldModel;
import java.util.List;
import java.util.function.Function;

/// Writes the codec of a record.
final class CodecWriter {
    private final Source source;
    private final Message message;
    private final String type;
    private final List<FieldCode> fields;

    CodecWriter(Source source, Message message) {
        this.source = source;
        this.message = message;
        this.type = source.name(message.type());
        String label = message.name().replace('/', '.');
        String simple = label.substring(label.lastIndexOf('.') + 1);
        this.fields = message.fields().stream().map(f -> new FieldCode(source, simple, f)).toList();
    }

    /// A class of a file of its own.
    String toplevel(String name, String members) {
        return write("public ", "public ", name, members);
    }

    /// A class within another one.
    String nested(String name) {
        return write("static ", "", name, "");
    }

    private String write(String modifiers, String access, String name, String members) {
        return """
        %1$sfinal class %2$s implements %3$s<%4$s> {
            %9$sstatic final %2$s INSTANCE = new %2$s();
        %5$s
            private static final %6$s<String> NAMES = %6$s.of(%7$s);

            private %2$s() {}

        %8$s}
        """
                .formatted(
                        modifiers,
                        name,
                        source.codec("Codec"),
                        type,
                        members,
                        source.name("java.util.Set"),
                        names(message.fields()),
                        body().indent(4),
                        access);
    }

    static String names(List<FieldModel> fields) {
        return fields.stream().map(f -> '"' + f.name() + '"').collect(joining(", "));
    }

    private String body() {
        return write() + "\n" + read() + "\n" + helpers() + writeJson() + "\n" + readJson();
    }

    private String write() {
        return """
        @Override
        public void write(%s out, %s value) {
        %s}
        """
                .formatted(
                        source.codec("Writer"),
                        type,
                        lines(fields.reversed(), f -> protobuf(f).write()).indent(4));
    }

    private String read() {
        String known = message.fields().stream().map(f -> ", " + f.number()).collect(joining());
        return """
        @Override
        public %s read(%s in) {
        %s    for (int tag; (tag = in.tag()) != 0; ) {
                switch (tag) {
        %s            default -> in.skip(tag%s);
                }
            }
        %s}
        """
                .formatted(
                        type,
                        source.codec("Reader"),
                        lines(fields, FieldCode::declared).indent(4),
                        lines(fields, f -> protobuf(f).read()).indent(12),
                        known,
                        made().indent(4));
    }

    private ProtobufCode protobuf(FieldCode field) {
        return new ProtobufCode(source, field);
    }

    private JsonCode json(FieldCode field) {
        return new JsonCode(source, field);
    }

    private String helpers() {
        return fields.stream()
                .map(f -> protobuf(f).helper())
                .filter(text -> !text.isEmpty())
                .map(text -> text + "\n")
                .collect(joining());
    }

    private String made() {
        String given = fields.stream().map(FieldCode::given).collect(joining(",\n        "));
        String comma = given.isEmpty() ? "" : "\n        ";
        return lines(fields, FieldCode::check)
                + "return new %s(%s%s);".formatted(type, comma, given);
    }

    private String writeJson() {
        return """
        @Override
        public void write(%s out, %s value) {
            out.beginObject();
        %s    out.endObject();
        }
        """
                .formatted(
                        source.codec("JsonWriter"),
                        type,
                        lines(fields, f -> json(f).write()).indent(4));
    }

    private String readJson() {
        return """
        @Override
        public %s read(%s in) {
        %s    in.beginObject();
            for (String member; (member = in.name(NAMES)) != null; ) {
                switch (member) {
        %s        }
            }
        %s}
        """
                .formatted(
                        type,
                        source.codec("JsonReader"),
                        lines(fields, FieldCode::declared).indent(4),
                        lines(fields, f -> json(f).read()).indent(12),
                        made().indent(4));
    }

    private static String lines(List<FieldCode> fields, Function<FieldCode, String> code) {
        return fields.stream()
                .map(code)
                .filter(text -> !text.isEmpty())
                .map(text -> text + "\n")
                .collect(joining());
    }
}

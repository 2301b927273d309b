// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import static java.util.stream.Collectors.joining;

import dev.galley.rpc.processor.model.DeclaredModel.Union;
import dev.galley.rpc.processor.model.FieldModel;
import dev.galley.rpc.processor.model.TypeModel.Named;
import java.util.function.Function;

/// Writes the codec of a sealed interface: a message with one oneof.
final class UnionWriter {
    private final Source source;
    private final Union union;
    private final String type;

    UnionWriter(Source source, Union union) {
        this.source = source;
        this.union = union;
        this.type = source.name(union.type());
    }

    /// The class.
    String write(String name, String members) {
        return """
        public final class %1$s implements %2$s<%3$s> {
            public static final %1$s INSTANCE = new %1$s();
        %4$s
            private static final %5$s<String> NAMES = %5$s.of(%6$s);

            private %1$s() {}

        %7$s}
        """
                .formatted(
                        name,
                        source.codec("Codec"),
                        type,
                        members,
                        source.name("java.util.Set"),
                        CodecWriter.names(union.kinds()),
                        (write() + "\n" + read() + "\n" + writeJson() + "\n" + readJson())
                                .indent(4));
    }

    private String write() {
        return """
        @Override
        public void write(%s out, %s value) {
            switch (value) {
        %s    }
        }
        """
                .formatted(
                        source.codec("Writer"),
                        type,
                        cases(
                                8,
                                k ->
                                        "case %s kind -> out.message(%d, %s.INSTANCE, kind);"
                                                .formatted(kind(k), tag(k), codec(k))));
    }

    private String read() {
        String known = union.kinds().stream().map(k -> ", " + k.number()).collect(joining());
        return """
        @Override
        public %1$s read(%2$s in) {
            %1$s value = null;
            for (int tag; (tag = in.tag()) != 0; ) {
                switch (tag) {
        %3$s            default -> in.skip(tag%4$s);
                }
            }
            if (value == null) throw in.missing("one of %5$s");
            return value;
        }
        """
                .formatted(
                        type,
                        source.codec("Reader"),
                        cases(
                                12,
                                k ->
                                        "case %d -> value = in.message(%s.INSTANCE);"
                                                .formatted(tag(k), codec(k))),
                        known,
                        union.type().simple());
    }

    private String writeJson() {
        return """
        @Override
        public void write(%s out, %s value) {
            out.beginObject();
            switch (value) {
        %s    }
            out.endObject();
        }
        """
                .formatted(source.codec("JsonWriter"), type, cases(8, this::writeJson));
    }

    private String writeJson(FieldModel kind) {
        return """
        case %s kind -> {
            out.name("%s");
            %s.INSTANCE.write(out, kind);
        }\
        """
                .formatted(kind(kind), kind.name(), codec(kind));
    }

    private String readJson() {
        return """
        @Override
        public %1$s read(%2$s in) {
            %1$s value = null;
            in.beginObject();
            for (String member; (member = in.name(NAMES)) != null; ) {
                if (value != null) throw in.ambiguous("%3$s");
                switch (member) {
        %4$s        }
            }
            if (value == null) throw in.missing("one of %3$s");
            return value;
        }
        """
                .formatted(
                        type,
                        source.codec("JsonReader"),
                        union.type().simple(),
                        cases(
                                12,
                                k ->
                                        "case \"%s\" -> value = %s.INSTANCE.read(in);"
                                                .formatted(k.name(), codec(k))));
    }

    private String cases(int indent, Function<FieldModel, String> code) {
        return union.kinds().stream().map(code).collect(joining("\n")).indent(indent);
    }

    private static int tag(FieldModel kind) {
        return kind.number() << 3 | 2;
    }

    private String kind(FieldModel kind) {
        return source.name(((Named) kind.type()).name());
    }

    private String codec(FieldModel kind) {
        return source.name(((Named) kind.type()).name().codec());
    }
}

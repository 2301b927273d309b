// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import static java.util.stream.Collectors.joining;

import dev.galley.rpc.processor.model.DeclaredModel.Constant;
import dev.galley.rpc.processor.model.DeclaredModel.Enumeration;
import java.util.function.Function;

/// Writes the numbers of an enum's constants; 0 is none of them.
final class EnumWriter {
    private final Source source;
    private final Enumeration enumeration;
    private final String type;

    EnumWriter(Source source, Enumeration enumeration) {
        this.source = source;
        this.enumeration = enumeration;
        this.type = source.name(enumeration.type());
    }

    String write(String name, String members) {
        return """
        public final class %1$s {%2$s
            private %1$s() {}

            public static int number(%3$s value) {
                return switch (value) {
        %4$s        };
            }

            /// Null: there is no such constant.
            public static %5$s of(int number) {
                return switch (number) {
        %6$s            default -> null;
                };
            }

            /// Null: there is no such constant.
            public static %5$s of(String name) {
                return switch (name) {
        %7$s            default -> null;
                };
            }

        %8$s}
        """
                .formatted(
                        name,
                        members,
                        type,
                        cases(c -> "case %s -> %d;".formatted(c.name(), c.number())),
                        source.nullable(type),
                        cases(c -> "case %d -> %s.%s;".formatted(c.number(), type, c.name())),
                        cases(c -> "case \"%2$s\" -> %1$s.%2$s;".formatted(type, c.name())),
                        (read("Reader", "int", "int32")
                                        + "\n"
                                        + read("JsonReader", "String", "string"))
                                .indent(4));
    }

    /// @param raw what stands for a constant
    private String read(String reader, String raw, String method) {
        return """
        public static %1$s read(%2$s in, String field) {
            %3$s read = in.%4$s();
            %1$s value = of(read);
            if (value == null) throw in.unknown(field, read);
            return value;
        }
        """
                .formatted(type, source.codec(reader), raw, method);
    }

    private String cases(Function<Constant, String> code) {
        return enumeration.constants().stream().map(code).collect(joining("\n")).indent(12);
    }
}

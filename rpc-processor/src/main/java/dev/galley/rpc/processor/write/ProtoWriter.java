// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import static java.util.stream.Collectors.joining;

import dev.galley.rpc.processor.model.DeclaredModel;
import dev.galley.rpc.processor.model.DeclaredModel.Enumeration;
import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.DeclaredModel.Section;
import dev.galley.rpc.processor.model.DeclaredModel.Union;
import dev.galley.rpc.processor.model.FieldModel;
import dev.galley.rpc.processor.model.JavaName;
import dev.galley.rpc.processor.model.MethodModel;
import dev.galley.rpc.processor.model.Scalar;
import dev.galley.rpc.processor.model.ServiceModel;
import dev.galley.rpc.processor.model.TypeModel;
import dev.galley.rpc.processor.model.TypeModel.Listing;
import dev.galley.rpc.processor.model.TypeModel.Mapping;
import dev.galley.rpc.processor.model.TypeModel.Maybe;
import dev.galley.rpc.processor.model.TypeModel.Named;
import dev.galley.rpc.processor.model.TypeModel.Single;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/// Writes `.proto` files, for other languages (Protocol Buffers Language Specification, proto3).
public final class ProtoWriter {
    private final Function<JavaName, String> files;
    private final Function<Section, List<Integer>> reserved;

    /// Needs what is not in the models.
    ///
    /// @param files the path of the file that a type stands in
    /// @param reserved numbers of a message that must not be used again
    public ProtoWriter(
            Function<JavaName, String> files, Function<Section, List<Integer>> reserved) {
        this.files = files;
        this.reserved = reserved;
    }

    /// The file of a service. It has no package, or the service's name on the wire would not be its
    /// own.
    public String service(ServiceModel service) {
        String name = service.wireName();
        String methods = service.methods().stream().map(m -> method(m)).collect(joining());
        String messages =
                service.messages().map(m -> message(flat(m.name()), m)).collect(joining());
        return head(service.type(), "", name + ".proto", service.messages())
                + "\nservice %s {\n%s}\n".formatted(name, methods)
                + messages;
    }

    /// The file of classes of one package.
    public String types(String file, Collection<DeclaredModel> types) {
        JavaName first = types.iterator().next().type();
        String text = types.stream().map(this::declared).collect(joining());
        return head(first, first.packageName(), file, types.stream()) + text;
    }

    private String head(
            JavaName of, String in, String file, Stream<? extends DeclaredModel> models) {
        String imports =
                models.flatMap(DeclaredModel::types)
                        .flatMap(this::imports)
                        .filter(path -> !path.equals(file))
                        .distinct()
                        .sorted()
                        .map("import \"%s\";\n"::formatted)
                        .collect(joining());
        return """
        // Written by galley-rpc-processor from %s: change that.
        syntax = "proto3";
        %s%s
        option java_multiple_files = true;
        option java_package = "%s.proto";
        """
                .formatted(
                        of.outermost(),
                        in.isEmpty() ? "" : "\npackage " + in + ";\n",
                        imports.isEmpty() ? "" : "\n" + imports,
                        of.packageName());
    }

    private Stream<String> imports(TypeModel type) {
        return switch (type) {
            case Scalar scalar -> imports(scalar);
            case Named(var name, _) -> Stream.of(files.apply(name));
            case Listing l -> imports(l.element());
            case Mapping m -> imports(m.value());
            case Maybe m -> imports(m.type());
        };
    }

    private static Stream<String> imports(Scalar scalar) {
        return switch (scalar) {
            case INSTANT -> Stream.of("google/protobuf/timestamp.proto");
            case DURATION -> Stream.of("google/protobuf/duration.proto");
            default -> Stream.of();
        };
    }

    private static String method(MethodModel method) {
        return "  rpc %s(%s%s) returns (%s%s)%s\n"
                .formatted(
                        method.name(),
                        method.kind().clientStreams() ? "stream " : "",
                        flat(method.request().name()),
                        method.kind().serverStreams() ? "stream " : "",
                        flat(method.response().name()),
                        method.idempotent() ? " { option idempotency_level = IDEMPOTENT; }" : ";");
    }

    private String declared(DeclaredModel type) {
        return switch (type) {
            case Message m -> message(m.type().flat(), m);
            case Union u -> union(u);
            case Enumeration e -> enumeration(e);
        };
    }

    private String message(String name, Message message) {
        String fields = message.fields().stream().map(ProtoWriter::field).collect(joining());
        return "\nmessage %s {\n%s%s}\n".formatted(name, reserved(message), fields);
    }

    private String union(Union union) {
        String kinds =
                union.kinds().stream()
                        .map(k ->
                                "    %s %s = %d;\n".formatted(type(k.type()), k.name(), k.number()))
                        .collect(joining());
        return "\nmessage %s {\n%s  oneof kind {\n%s  }\n}\n"
                .formatted(union.type().flat(), reserved(union), kinds);
    }

    /// Constants bear the enum's name, as they share the names of the package.
    private String enumeration(Enumeration type) {
        String prefix =
                type.type()
                        .flat()
                        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                        .toUpperCase(Locale.ROOT);
        String constants =
                type.constants().stream()
                        .map(c -> "  %s_%s = %d;\n".formatted(prefix, c.name(), c.number()))
                        .collect(joining());
        return "\nenum %s {\n%s  %s_UNSPECIFIED = 0;\n%s}\n"
                .formatted(type.type().flat(), reserved(type), prefix, constants);
    }

    private String reserved(DeclaredModel type) {
        List<Integer> numbers = reserved.apply(type.section());
        return numbers.isEmpty()
                ? ""
                : numbers.stream().map(n -> "" + n).collect(joining(", ", "  reserved ", ";\n"));
    }

    private static String field(FieldModel field) {
        String name = field.name();
        String json = name.contains("_") ? " [json_name = \"%s\"]".formatted(name) : "";
        return "  %s %s = %d%s;%s\n"
                .formatted(type(field.type()), name, field.number(), json, remark(field.type()));
    }

    private static String type(TypeModel type) {
        return switch (type) {
            case Single single -> single(single);
            case Listing l -> "repeated " + single(l.element());
            case Mapping m -> "map<%s, %s>".formatted(m.key().proto(), single(m.value()));
            case Maybe m -> "optional " + single(m.type());
        };
    }

    private static String single(Single type) {
        return type instanceof Named ? "." + type.proto() : type.proto();
    }

    /// What the type does not say of itself.
    private static String remark(TypeModel type) {
        return switch (type) {
            case Scalar scalar -> remark(scalar);
            case Named _ -> "  // required";
            case Listing l when l.element() instanceof Scalar s -> remark(s);
            case Maybe m when m.type() instanceof Scalar s -> remark(s);
            default -> "";
        };
    }

    private static String remark(Scalar scalar) {
        return switch (scalar) {
            case BYTE -> "  // -128 to 127";
            case SHORT -> "  // -32768 to 32767";
            case CHAR -> "  // a UTF-16 code unit, 0 to 65535";
            case UUID -> "  // 16 bytes, the most significant first";
            case BIG_DECIMAL -> "  // a decimal number, such as 12.50 or 1E+3";
            case INSTANT, DURATION -> "  // required";
            default -> "";
        };
    }

    private static String flat(String name) {
        return name.replace("/", "");
    }
}

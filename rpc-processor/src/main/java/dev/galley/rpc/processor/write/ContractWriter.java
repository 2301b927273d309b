// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import static java.util.stream.Collectors.joining;

import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.FieldModel;
import dev.galley.rpc.processor.model.MethodModel;
import dev.galley.rpc.processor.model.Scalar;
import dev.galley.rpc.processor.model.ServiceModel;
import dev.galley.rpc.processor.model.TypeModel.Maybe;
import java.util.function.Function;
import javax.lang.model.element.ExecutableElement;

/// Writes the contract of a service: its methods and their messages, what calls it and what serves
/// it.
final class ContractWriter {
    private final Source source;
    private final ServiceModel service;
    private final String type;
    private final String contract;

    ContractWriter(Source source, ServiceModel service) {
        this.source = source;
        this.service = service;
        this.contract = service.contract().nested();
        source.declare("Stub");
        source.declare("Local");
        service.messages().forEach(m -> declare(m.type().simple()));
        service.where().getEnclosedElements().stream()
                .filter(e -> e.getKind().isDeclaredType())
                .forEach(e -> source.declare(e.getSimpleName().toString()));
        this.type = source.name(service.type());
    }

    private void declare(String message) {
        source.declare(message);
        source.declare(message + "Codec");
    }

    String write() {
        return """
        /// How {@link %4$s} is called and served.
        %1$spublic final class %2$s implements %3$s<%4$s> {
            public static final %3$s<%4$s> CONTRACT = new %2$s();

        %5$s
            private %2$s() {}

        %6$s
        %7$s
        %8$s
        %9$s
        }
        """
                .formatted(
                        source.annotated(),
                        contract,
                        source.rpc("Contract"),
                        type,
                        methods(this::method).indent(4),
                        overrides().indent(4),
                        methods(this::binding).indent(4),
                        classes().indent(4),
                        service.messages()
                                .map(this::message)
                                .collect(joining("\n"))
                                .indent(4)
                                .stripTrailing());
    }

    private String methods(Function<MethodModel, String> code) {
        return service.methods().stream().map(code).collect(joining("\n"));
    }

    private String method(MethodModel method) {
        return """
        private static final %1$s<%2$s, %3$s> %4$sMethod =
                new %1$s<>(
                        "%5$s",
                        "%4$s",
                        %6$d,
                        %7$s.%8$s,
                        %9$s,
                        %2$sCodec.INSTANCE,
                        %3$sCodec.INSTANCE);
        """
                .formatted(
                        source.rpc("Method"),
                        request(method),
                        response(method),
                        method.name(),
                        service.wireName(),
                        method.id(),
                        source.rpc("Kind"),
                        method.kind(),
                        method.idempotent());
    }

    private static String request(MethodModel method) {
        return method.request().type().simple();
    }

    private static String response(MethodModel method) {
        return method.response().type().simple();
    }

    private String overrides() {
        String list = source.name("java.util.List");
        String binding = source.rpc("Binding");
        String methods =
                service.methods().stream().map(m -> m.name() + "Method").collect(joining(", "));
        String bindings =
                service.methods().stream()
                        .map(m -> m.name() + "Binding(implementation)")
                        .collect(joining(", "));
        return """
        @Override
        public String name() {
            return "%1$s";
        }

        @Override
        public Class<%2$s> type() {
            return %2$s.class;
        }

        @Override
        public %3$s<%4$s<?, ?>> methods() {
            return %3$s.of(%5$s);
        }

        @Override
        public %2$s stub(%6$s caller) {
            return new Stub(caller);
        }

        @Override
        public %2$s local(%2$s target) {
            return new Local(target);
        }

        @Override
        public %3$s<%7$s<?, ?>> bind(%2$s implementation) {
            return %3$s.of(%8$s);
        }
        """
                .formatted(
                        service.wireName(),
                        type,
                        list,
                        source.rpc("Method"),
                        methods,
                        source.rpc("Caller"),
                        binding,
                        bindings);
    }

    private String binding(MethodModel method) {
        return """
        private static %1$s<%2$s, %3$s> %4$sBinding(%5$s implementation) {
            %6$s.%7$s<%2$s, %3$s> handler =
                    %8$s;
            return new %1$s<>(%4$sMethod, handler);
        }
        """
                .formatted(
                        source.rpc("Binding"),
                        request(method),
                        response(method),
                        method.name(),
                        type,
                        source.rpc("Handler"),
                        handler(method),
                        handled(method));
    }

    private static String handler(MethodModel method) {
        return switch (method.kind()) {
            case UNARY -> "Unary";
            case SERVER_STREAM -> "ServerStream";
            case CLIENT_STREAM -> "ClientStream";
            case BOTH_STREAM -> "BothStream";
        };
    }

    private String handled(MethodModel method) {
        boolean streamed = method.kind().clientStreams();
        String parameter = streamed ? "requests" : "request";
        String arguments =
                streamed
                        ? "requests.map(%s::item)".formatted(request(method))
                        : method.request().fields().stream()
                                .map(f -> "request.%s()".formatted(f.name()))
                                .collect(joining(", "));
        String call = "implementation.%s(%s)".formatted(method.name(), arguments);
        String response = response(method);
        if (method.kind().serverStreams())
            return "%s -> %s.map(%s::new)".formatted(parameter, call, response);
        return method.response().fields().isEmpty()
                ? "%s -> {\n            %s;\n            return new %s();\n        }"
                        .formatted(parameter, call, response)
                : "%s -> new %s(%s)".formatted(parameter, response, call);
    }

    private String classes() {
        StubWriter writer = new StubWriter(source, service);
        return writer.stub() + "\n" + writer.local();
    }

    private String message(Message message) {
        String name = message.type().simple();
        String components =
                message.fields().stream()
                        .map(f -> source.type(f.type()) + " " + f.name())
                        .collect(joining(", "));
        String checks =
                message.fields().stream()
                        .filter(ContractWriter::isChecked)
                        .map(this::check)
                        .collect(joining());
        String body = checks.isEmpty() ? "" : "\n    %s {\n%s    }\n".formatted(name, checks);
        return "record %s(%s) {%s}\n\n".formatted(name, components, body)
                + new CodecWriter(source, message).nested(name + "Codec");
    }

    private static boolean isChecked(FieldModel field) {
        boolean primitive = field.type() instanceof Scalar s && s.isPrimitive();
        return !primitive && !(field.type() instanceof Maybe m && !m.optional());
    }

    private String check(FieldModel field) {
        String method = field.where() instanceof ExecutableElement m ? "" + m.getSimpleName() : "";
        return "        %s.requireNonNull(%s, \"%s\");\n"
                .formatted(
                        source.name("java.util.Objects"),
                        field.name(),
                        method.isEmpty() ? field.name() : "what %s gave".formatted(method));
    }
}

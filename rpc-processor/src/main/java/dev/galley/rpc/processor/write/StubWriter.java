// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import static java.util.stream.Collectors.joining;

import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.FieldModel;
import dev.galley.rpc.processor.model.MethodModel;
import dev.galley.rpc.processor.model.ServiceModel;
import dev.galley.rpc.processor.model.TypeModel;
import dev.galley.rpc.processor.model.TypeModel.Single;
import java.util.List;
import java.util.function.Function;
import javax.lang.model.element.VariableElement;

/// Writes the two classes that implement a service for its callers: the one that calls, and the one
/// that wraps what runs in the same process.
final class StubWriter {
    private final Source source;
    private final ServiceModel service;
    private final String type;

    StubWriter(Source source, ServiceModel service) {
        this.source = source;
        this.service = service;
        this.type = source.name(service.type());
    }

    String stub() {
        return implementation("Stub", source.rpc("Caller"), "caller", this::remoteCall);
    }

    String local() {
        return implementation("Local", type, "target", this::localCall);
    }

    private String implementation(
            String name, String heldType, String held, Function<MethodModel, String> call) {
        String methods =
                service.methods().stream().map(m -> method(m, call)).collect(joining("\n"));
        return """
        private static final class %1$s implements %2$s {
            private final %3$s %4$s;

            %1$s(%3$s %4$s) {
                this.%4$s = %4$s;
            }

        %5$s}
        """
                .formatted(name, type, heldType, held, methods.indent(4));
    }

    private String method(MethodModel method, Function<MethodModel, String> call) {
        return """
        @Override
        public %s %s(%s) {
        %s}
        """
                .formatted(
                        result(method),
                        method.name(),
                        parameters(method),
                        call.apply(method).indent(4));
    }

    private String result(MethodModel method) {
        List<FieldModel> fields = method.response().fields();
        if (fields.isEmpty()) return "void";
        TypeModel result = fields.getFirst().type();
        return method.kind().serverStreams() ? stream(result) : source.type(result);
    }

    private String stream(TypeModel element) {
        String boxed =
                element instanceof Single single ? source.boxed(single) : source.type(element);
        return "%s<%s>".formatted(source.name("java.util.stream.Stream"), boxed);
    }

    private String parameters(MethodModel method) {
        Message request = method.request();
        return method.kind().clientStreams()
                ? stream(request.fields().getFirst().type()) + " " + names(method)
                : request.fields().stream()
                        .map(f -> source.type(f.type()) + " " + f.name())
                        .collect(joining(", "));
    }

    private static String names(MethodModel method) {
        return method.where().getParameters().stream()
                .map(VariableElement::getSimpleName)
                .collect(joining(", "));
    }

    /// A name that no parameter has.
    private static String unused(MethodModel method, String name) {
        return method.where().getParameters().stream()
                        .anyMatch(p -> p.getSimpleName().contentEquals(name))
                ? unused(method, name + "_")
                : name;
    }

    private String remoteCall(MethodModel method) {
        String request = method.request().type().simple();
        String response = method.response().type().simple();
        String call =
                switch (method.kind()) {
                    case UNARY -> "call";
                    case SERVER_STREAM -> "stream";
                    case CLIENT_STREAM -> "collect";
                    case BOTH_STREAM -> "converse";
                };
        String sent =
                method.kind().clientStreams()
                        ? "%s.map(%s::new)".formatted(names(method), request)
                        : "new %s(%s)".formatted(request, names(method));
        String called =
                "this.caller.%s(%s.%sMethod, %s)"
                        .formatted(call, service.contract().nested(), method.name(), sent);
        if (method.kind().serverStreams())
            return "return %s.map(%s::result);".formatted(called, response);
        return method.response().fields().isEmpty()
                ? called + ";"
                : "return %s.result();".formatted(called);
    }

    private String localCall(MethodModel method) {
        String called = "this.target.%s(%s)".formatted(method.name(), names(method));
        String statement =
                method.response().fields().isEmpty()
                        ? called
                        : method.kind().serverStreams()
                                ? "return %s.of(%s)".formatted(source.rpc("LocalStream"), called)
                                : "return " + called;
        return """
        try {
            %1$s;
        } catch (Throwable %2$s) {
            throw %3$s.of(%2$s);
        }\
        """
                .formatted(statement, unused(method, "thrown"), source.rpc("CallException"));
    }
}

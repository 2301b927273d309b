// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.FieldModel;
import dev.galley.rpc.processor.model.JavaName;
import dev.galley.rpc.processor.model.MethodModel;
import dev.galley.rpc.processor.model.MethodModel.Kind;
import dev.galley.rpc.processor.model.Scalar;
import dev.galley.rpc.processor.model.TypeModel;
import dev.galley.rpc.processor.model.TypeModel.Maybe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/// Reads a method of a service.
final class MethodReader {
    private static final String IDEMPOTENT = "dev.galley.rpc.Idempotent";
    private static final Set<String> FUTURES =
            Set.of(
                    "java.util.concurrent.Future",
                    "java.util.concurrent.CompletableFuture",
                    "java.util.concurrent.CompletionStage");

    private final TypeReader types;
    private final Elements elements;
    private final Types typeUtils;

    MethodReader(TypeReader types, Elements elements, Types typeUtils) {
        this.types = types;
        this.elements = elements;
        this.typeUtils = typeUtils;
    }

    MethodModel read(ExecutableElement method, JavaName service, String wireName) {
        check(method);
        Optional<TypeMirror> streamed = streamedParameter(method);
        Optional<TypeMirror> result = streamed(method, method.getReturnType());
        Kind kind = Kind.of(streamed.isPresent(), result.isPresent());
        String name = Names.of(method);
        boolean idempotent = Names.has(method, IDEMPOTENT);
        if (idempotent && kind.clientStreams())
            throw new Refusal(
                    method, "a stream of requests cannot be sent twice: remove @Idempotent");
        List<FieldModel> parameters =
                streamed.map(type -> List.of(item(method, type))).orElseGet(() -> fields(method));
        List<FieldModel> results =
                result.map(type -> List.of(streamedResult(method, type)))
                        .orElseGet(() -> result(method));
        Message request = message(method, service, wireName, "Request", parameters);
        Message response = message(method, service, wireName, "Response", results);
        return new MethodModel(name, 0, kind, idempotent, request, response, method);
    }

    private static Message message(
            ExecutableElement method,
            JavaName service,
            String wireName,
            String suffix,
            List<FieldModel> fields) {
        String name = Names.capitalized(Names.of(method)) + suffix;
        JavaName contract = service.beside("Contract");
        JavaName nested = new JavaName(contract.packageName(), contract.nested() + "." + name);
        return new Message(nested, wireName + "/" + name, fields, method);
    }

    private void check(ExecutableElement method) {
        if (method.getModifiers().contains(Modifier.DEFAULT)
                || method.getModifiers().contains(Modifier.PRIVATE))
            throw new Refusal(
                    method,
                    "a method with a body would run at the caller, not in the service: make it"
                            + " static, or put it elsewhere");
        if (!method.getTypeParameters().isEmpty())
            throw new Refusal(
                    method, "a method of a service cannot be generic: write one for each type");
        for (TypeMirror thrown : method.getThrownTypes()) checkThrown(method, thrown);
        TypeElement object = elements.getTypeElement("java.lang.Object");
        if (object.getEnclosedElements().stream().anyMatch(e -> isSame(e, method)))
            throw new Refusal(method, "every object has this method: give it another name");
    }

    private static boolean isSame(Element ofObject, ExecutableElement method) {
        return ofObject instanceof ExecutableElement
                && ofObject.getSimpleName().equals(method.getSimpleName());
    }

    private void checkThrown(ExecutableElement method, TypeMirror thrown) {
        TypeMirror unchecked = elements.getTypeElement("java.lang.RuntimeException").asType();
        TypeMirror error = elements.getTypeElement("java.lang.Error").asType();
        if (typeUtils.isSubtype(thrown, unchecked) || typeUtils.isSubtype(thrown, error)) return;
        throw new Refusal(
                method,
                ("callers in other processes only ever see a CallException: remove `throws %s`, and"
                                + " throw CallException.failed(\"...\", ...)")
                        .formatted(thrown));
    }

    /// The elements of the stream that the method is sent; empty: it is sent none.
    private Optional<TypeMirror> streamedParameter(ExecutableElement method) {
        List<? extends VariableElement> parameters = method.getParameters();
        for (VariableElement parameter : parameters)
            if (isStream(parameter.asType()) && parameters.size() > 1)
                throw new Refusal(
                        parameter,
                        "a Stream is the only parameter of a method: put the others into its"
                                + " elements");
        return parameters.size() == 1
                ? streamed(parameters.getFirst(), parameters.getFirst().asType())
                : Optional.empty();
    }

    private static Optional<TypeMirror> streamed(Element where, TypeMirror type) {
        if (!isStream(type)) return Optional.empty();
        List<? extends TypeMirror> arguments = ((DeclaredType) type).getTypeArguments();
        if (arguments.isEmpty())
            throw new Refusal(where, "say of what it is a stream, as in Stream<String>");
        return Optional.of(arguments.getFirst());
    }

    private static boolean isStream(TypeMirror type) {
        return isNamed(type, "java.util.stream.Stream");
    }

    private static boolean isNamed(TypeMirror type, String name) {
        return type.getKind() == TypeKind.DECLARED
                && ((TypeElement) ((DeclaredType) type).asElement())
                        .getQualifiedName()
                        .contentEquals(name);
    }

    private FieldModel item(ExecutableElement method, TypeMirror type) {
        return new FieldModel("item", 0, streamElement(method, type), method);
    }

    private FieldModel streamedResult(ExecutableElement method, TypeMirror type) {
        return new FieldModel("result", 0, streamElement(method, type), method);
    }

    private TypeModel streamElement(ExecutableElement method, TypeMirror type) {
        TypeModel element = types.element(method, type);
        if (element instanceof Maybe)
            throw new Refusal(
                    method, "the elements of a stream cannot be absent: put them into a record");
        return element;
    }

    private List<FieldModel> fields(ExecutableElement method) {
        Map<String, String> seen = new HashMap<>();
        return method.getParameters().stream().map(p -> parameter(p, seen)).toList();
    }

    private FieldModel parameter(VariableElement parameter, Map<String, String> seen) {
        TypeModel type = types.read(parameter, parameter.asType());
        if (type instanceof Maybe(TypeModel.Single single, boolean optional) && optional)
            throw new Refusal(
                    parameter,
                    "an Optional is for results and components: write @Nullable "
                            + (single instanceof Scalar s
                                    ? TypeReader.simple(s.reference())
                                    : TypeReader.simple(single.word())));
        return new FieldModel(Names.checked(parameter, seen), 0, type, parameter);
    }

    private List<FieldModel> result(ExecutableElement method) {
        TypeMirror type = method.getReturnType();
        if (type.getKind() == TypeKind.VOID) return List.of();
        if (FUTURES.stream().anyMatch(future -> isNamed(type, future)))
            throw new Refusal(method, "calls wait on a virtual thread: return the value itself");
        return List.of(new FieldModel("result", 0, types.read(method, type), method));
    }
}

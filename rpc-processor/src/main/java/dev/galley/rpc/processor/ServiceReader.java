// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.processor.model.JavaName;
import dev.galley.rpc.processor.model.MethodModel;
import dev.galley.rpc.processor.model.ServiceModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/// Reads an interface with `@Service`.
final class ServiceReader {
    static final String ANNOTATION = "dev.galley.rpc.Service";

    private final MethodReader methods;
    private final Refusals refusals;
    private final Map<String, JavaName> wireNames = new HashMap<>();

    ServiceReader(MethodReader methods, Refusals refusals) {
        this.methods = methods;
        this.refusals = refusals;
    }

    ServiceModel read(TypeElement type) {
        checkKind(type);
        JavaName name = Names.of(type);
        String wireName = wireName(type);
        JavaName other = wireNames.putIfAbsent(wireName, name);
        if (other != null)
            throw new Refusal(
                    type,
                    "%s is called %s on the wire already: name one of them by @Service(\"...\")"
                            .formatted(other, wireName));
        return new ServiceModel(name, wireName, methods(type, name, wireName), type);
    }

    private static void checkKind(TypeElement type) {
        if (type.getKind() != ElementKind.INTERFACE)
            throw new Refusal(type, "@Service belongs on an interface, which a class implements");
        if (type.getModifiers().contains(Modifier.SEALED))
            throw new Refusal(type, "stubs implement a service: it cannot be sealed");
        if (!type.getTypeParameters().isEmpty())
            throw new Refusal(
                    type, "a service cannot be generic: write an interface for each type");
        if (!Names.isPublic(type))
            throw new Refusal(type, "a service is public, and so is all that it stands in");
        if (!type.getInterfaces().isEmpty())
            throw new Refusal(
                    type, "a service extends nothing: declare the inherited methods in it");
        if (Names.of(type).packageName().isEmpty())
            throw new Refusal(type, "a service stands in a package: give it one");
    }

    private static String wireName(TypeElement type) {
        String given = Names.value(Names.annotation(type, ANNOTATION));
        String name = given.isEmpty() ? type.getSimpleName().toString() : given;
        if (Names.isWireName(name)) return name;
        throw new Refusal(
                type,
                "\"%s\" cannot be a service's name on the wire: use letters of ASCII, digits and _"
                        .formatted(name));
    }

    private List<MethodModel> methods(TypeElement type, JavaName name, String wireName) {
        Map<String, ExecutableElement> seen = new HashMap<>();
        return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(m -> !m.getModifiers().contains(Modifier.STATIC))
                .flatMap(m -> refusals.attempt(() -> read(m, seen, name, wireName)).stream())
                .toList();
    }

    private MethodModel read(
            ExecutableElement method,
            Map<String, ExecutableElement> seen,
            JavaName name,
            String wireName) {
        String capitalized = Names.capitalized(Names.checked(method));
        ExecutableElement other = seen.putIfAbsent(capitalized, method);
        if (other != null)
            throw new Refusal(
                    method,
                    ("there is a method `%s` already, and a name is all that goes over the wire:"
                                    + " give each its own")
                            .formatted(Names.of(other)));
        return methods.read(method, name, wireName);
    }
}

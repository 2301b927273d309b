// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/// Checks that a class with `@Module` can be made from what a module is given.
final class ModuleReader {
    static final String ANNOTATION = "dev.galley.rpc.Module";
    private static final String PROVIDED = "dev.galley.rpc.Provided";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final Types types;

    ModuleReader(Types types) {
        this.types = types;
    }

    /// The module's name in the configuration file.
    String read(TypeElement type) {
        checkKind(type);
        checkParameters(constructor(type));
        String name = Names.value(Names.annotation(type, ANNOTATION));
        if (NAME.matcher(name).matches()) return name;
        throw new Refusal(
                type, "\"%s\" is no module's name: write it like \"chat-rooms\"".formatted(name));
    }

    private static void checkKind(TypeElement type) {
        boolean inner =
                type.getNestingKind().isNested() && !type.getModifiers().contains(Modifier.STATIC);
        if (type.getKind() != ElementKind.CLASS
                || type.getModifiers().contains(Modifier.ABSTRACT)
                || inner)
            throw new Refusal(type, "a module is a class of which there can be an object");
        if (!type.getTypeParameters().isEmpty())
            throw new Refusal(type, "a module cannot be generic: nobody says of what it is one");
        if (!Names.isPublic(type))
            throw new Refusal(type, "a module is public, and so is all that it stands in");
    }

    private static ExecutableElement constructor(TypeElement type) {
        List<ExecutableElement> found =
                ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                        .filter(c -> c.getModifiers().contains(Modifier.PUBLIC))
                        .toList();
        if (found.size() == 1) return found.getFirst();
        throw new Refusal(
                type,
                "a module has one public constructor, which takes what it is given; this has "
                        + (found.isEmpty() ? "none" : found.size()));
    }

    private void checkParameters(ExecutableElement constructor) {
        VariableElement configuration = null;
        for (VariableElement parameter : constructor.getParameters()) {
            Element type = types.asElement(parameter.asType());
            if (isService(type) || isProvided(type)) continue;
            if (type == null || type.getKind() != ElementKind.RECORD)
                throw new Refusal(
                        parameter,
                        "a module is given interfaces with @Service or @Provided and one record,"
                                + " its configuration; `%s` is none of them"
                                        .formatted(parameter.getSimpleName()));
            if (configuration != null)
                throw new Refusal(
                        parameter,
                        "`%s` is its configuration already, and a module has one: put this into it"
                                .formatted(configuration.getSimpleName()));
            configuration = parameter;
        }
    }

    private static boolean isService(@Nullable Element type) {
        return type != null && Names.has(type, ServiceReader.ANNOTATION);
    }

    private static boolean isProvided(@Nullable Element type) {
        return type != null && Names.has(type, PROVIDED);
    }
}

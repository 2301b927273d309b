// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.processor.model.JavaName;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/// Names of elements, and what may be one on the wire.
final class Names {
    private static final Pattern PROTO = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Names() {}

    static JavaName of(TypeElement type) {
        String nested = type.getSimpleName().toString();
        Element outer = type.getEnclosingElement();
        while (outer instanceof TypeElement) {
            nested = outer.getSimpleName() + "." + nested;
            outer = outer.getEnclosingElement();
        }
        String in = outer instanceof PackageElement p ? p.getQualifiedName().toString() : "";
        return new JavaName(in, nested);
    }

    static String of(Element element) {
        return element.getSimpleName().toString();
    }

    static String checked(Element element) {
        String name = of(element);
        if (!PROTO.matcher(name).matches())
            throw new Refusal(
                    element,
                    "`%s` is to be a name in other languages: use letters of ASCII, digits and _"
                            .formatted(name));
        return name;
    }

    /// The name, if no other one in its message or enum is the same to `.proto` files, which take
    /// `userId` and `user_id` for one.
    ///
    /// @param seen those before it, as they are compared
    static String checked(Element element, Map<String, String> seen) {
        String name = checked(element);
        String other = seen.putIfAbsent(name.replace("_", "").toLowerCase(Locale.ROOT), name);
        if (other == null) return name;
        throw new Refusal(
                element,
                "`%s` and `%s` are the same name in .proto files: call one of them something else"
                        .formatted(other, name));
    }

    static boolean isWireName(String name) {
        return PROTO.matcher(name).matches();
    }

    static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    static String decapitalized(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /// Whether code in another package can name it.
    static boolean isPublic(Element type) {
        boolean open = true;
        for (Element e = type; e instanceof TypeElement; e = e.getEnclosingElement())
            open &= e.getModifiers().contains(Modifier.PUBLIC);
        return open;
    }

    static boolean has(Element element, String annotation) {
        return annotation(element, annotation) != null;
    }

    static @Nullable AnnotationMirror annotation(Element element, String annotation) {
        return element.getAnnotationMirrors().stream()
                .filter(a -> a.getAnnotationType().toString().equals(annotation))
                .findFirst()
                .orElse(null);
    }

    /// The text that an annotation has for `value`; empty: none.
    static String value(@Nullable AnnotationMirror annotation) {
        if (annotation == null) return "";
        return annotation.getElementValues().entrySet().stream()
                .filter(e -> e.getKey().getSimpleName().contentEquals("value"))
                .map(e -> e.getValue().getValue().toString())
                .findFirst()
                .orElse("");
    }
}

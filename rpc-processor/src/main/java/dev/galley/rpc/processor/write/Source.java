// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import static java.util.stream.Collectors.joining;

import dev.galley.rpc.processor.model.JavaName;
import dev.galley.rpc.processor.model.Scalar;
import dev.galley.rpc.processor.model.TypeModel;
import dev.galley.rpc.processor.model.TypeModel.Listing;
import dev.galley.rpc.processor.model.TypeModel.Mapping;
import dev.galley.rpc.processor.model.TypeModel.Maybe;
import dev.galley.rpc.processor.model.TypeModel.Named;
import dev.galley.rpc.processor.model.TypeModel.Single;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A Java file that is being written: knows which names it has imported, and what to call a type in
/// it.
final class Source {
    private final JavaName type;
    private final Annotations annotations;

    /// What a simple name stands for here: the qualified name of an outermost class.
    private final Map<String, String> names = new TreeMap<>();

    private final Set<String> declared = new HashSet<>();

    /// @param type the class that the file declares
    Source(JavaName type, Annotations annotations) {
        this.type = type;
        this.annotations = annotations;
    }

    /// Keeps a simple name from being used: in this file it means something of its own.
    void declare(String name) {
        declared.add(name);
    }

    /// What to call a class of the JDK or of Galley.
    String name(String qualified) {
        int dot = qualified.lastIndexOf('.');
        return name(new JavaName(qualified.substring(0, dot), qualified.substring(dot + 1)));
    }

    String name(JavaName of) {
        String outermost = of.outermost().nested();
        if (of.packageName().equals("java.lang")) return of.nested();
        String qualified = of.outermost().qualified();
        if (of.equals(type)) return of.nested();
        if (qualified.equals(type.qualified()))
            return of.nested().substring(outermost.length() + 1);
        if (declared.contains(outermost)) return of.qualified();
        String known = names.putIfAbsent(outermost, qualified);
        return known == null || known.equals(qualified) ? of.nested() : of.qualified();
    }

    /// What to call the class of this package of `dev.galley.rpc`.
    String rpc(String simple) {
        return name("dev.galley.rpc." + simple);
    }

    String codec(String simple) {
        return name("dev.galley.rpc.codec." + simple);
    }

    /// The type of a component, a parameter or a result.
    String type(TypeModel model) {
        return switch (model) {
            case Scalar s when s.isPrimitive() -> s.word();
            case Single single -> boxed(single);
            case Listing l ->
                    name(l.unique() ? "java.util.Set" : "java.util.List")
                            + "<%s>".formatted(boxed(l.element()));
            case Mapping m ->
                    "%s<%s, %s>".formatted(name("java.util.Map"), boxed(m.key()), boxed(m.value()));
            case Maybe m when m.optional() ->
                    "%s<%s>".formatted(name("java.util.Optional"), boxed(m.type()));
            case Maybe m -> nullable(boxed(m.type()));
        };
    }

    /// The type as an argument of another one.
    String boxed(Single single) {
        return switch (single) {
            case Scalar.BYTES -> "byte[]";
            case Scalar scalar -> name(scalar.reference());
            case Named named -> name(named.name());
        };
    }

    /// The same type with `@Nullable`, if that is at hand; it stands before the last name.
    String nullable(String type) {
        if (!annotations.nullable()) return type;
        String annotation = "@" + name("org.jspecify.annotations.Nullable") + " ";
        if (type.endsWith("[]")) return type.replace("[]", " " + annotation.strip() + " []");
        int generic = type.indexOf('<') < 0 ? type.length() : type.indexOf('<');
        int dot = type.lastIndexOf('.', generic);
        return type.substring(0, dot + 1) + annotation + type.substring(dot + 1);
    }

    /// What stands above the class.
    String annotated() {
        String generated =
                annotations.generated()
                        ? "@%s(\"dev.galley.rpc.processor.GalleyProcessor\")\n"
                                .formatted(name("javax.annotation.processing.Generated"))
                        : "";
        return generated + "@SuppressWarnings({\"deprecation\", \"removal\"}) // of the contract\n";
    }

    /// The whole file.
    ///
    /// @param body made by asking this for the names in it
    String text(String body) {
        String imports =
                names.values().stream()
                        .filter(name -> !isBeside(name))
                        .sorted()
                        .map("import %s;\n"::formatted)
                        .collect(joining());
        return "package %s;\n\n%s\n%s"
                .formatted(type.packageName(), imports, body.replaceAll("(?m) +$", ""));
    }

    private boolean isBeside(String qualified) {
        return qualified.substring(0, qualified.lastIndexOf('.')).equals(type.packageName());
    }

    /// Which annotations the module that is compiled can name.
    ///
    /// @param generated `javax.annotation.processing.Generated`
    /// @param nullable `org.jspecify.annotations.Nullable`
    public record Annotations(boolean generated, boolean nullable) {}
}

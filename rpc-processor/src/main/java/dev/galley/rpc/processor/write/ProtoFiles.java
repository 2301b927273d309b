// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import dev.galley.rpc.processor.model.DeclaredModel;
import dev.galley.rpc.processor.model.JavaName;
import dev.galley.rpc.processor.model.Scalar;
import dev.galley.rpc.processor.model.TypeModel;
import dev.galley.rpc.processor.model.TypeModel.Listing;
import dev.galley.rpc.processor.model.TypeModel.Mapping;
import dev.galley.rpc.processor.model.TypeModel.Maybe;
import dev.galley.rpc.processor.model.TypeModel.Named;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which `.proto` file a type stands in: one for each class with all that is nested in it; but
/// classes that name each other share that of the first by name, as such files cannot import each
/// other.
public final class ProtoFiles {
    private final Map<JavaName, DeclaredModel> types;

    /// Outermost classes, and those that they name.
    private final Map<JavaName, Set<JavaName>> names = new HashMap<>();

    public ProtoFiles(Map<JavaName, DeclaredModel> types) {
        this.types = types;
        types.forEach((name, type) ->
                type.types()
                        .flatMap(t -> named(t).stream())
                        .map(Named::name)
                        .filter(types::containsKey)
                        .forEach(used -> named(name).add(used.outermost())));
    }

    private Set<JavaName> named(JavaName by) {
        return names.computeIfAbsent(by.outermost(), _ -> new HashSet<>());
    }

    /// The path of the file that a type of this compilation stands in; empty: it is from elsewhere.
    public Optional<String> file(JavaName type) {
        return types.containsKey(type) ? Optional.of(path(first(type))) : Optional.empty();
    }

    /// The class that the file is named after.
    JavaName first(JavaName type) {
        return cycle(type).min(Comparator.comparing(JavaName::qualified)).orElseThrow();
    }

    /// A class in another package that would have to share the file of `type`.
    public Optional<JavaName> stranger(JavaName type) {
        return cycle(type).filter(c -> !c.packageName().equals(type.packageName())).findFirst();
    }

    private Stream<JavaName> cycle(JavaName type) {
        JavaName outermost = type.outermost();
        return Stream.concat(
                Stream.of(outermost),
                reached(outermost).stream().filter(other -> reached(other).contains(outermost)));
    }

    private Set<JavaName> reached(JavaName from) {
        Set<JavaName> reached = new HashSet<>();
        Deque<JavaName> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty())
            for (JavaName next : named(open.pop())) if (reached.add(next)) open.add(next);
        return reached;
    }

    static Collection<Named> named(TypeModel type) {
        return switch (type) {
            case Named named -> List.of(named);
            case Listing l -> named(l.element());
            case Mapping m -> named(m.value());
            case Maybe m -> named(m.type());
            case Scalar _ -> List.of();
        };
    }

    private static String path(JavaName type) {
        String qualified = type.packageName().replace('.', '/');
        return (qualified.isEmpty() ? "" : qualified + "/") + type.nested() + ".proto";
    }
}

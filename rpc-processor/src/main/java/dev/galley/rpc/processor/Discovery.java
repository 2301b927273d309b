// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.processor.model.JavaName;
import dev.galley.rpc.processor.model.TypeModel.Named;
import dev.galley.rpc.processor.model.TypeModel.Named.Sort;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/// The records, enums and sealed interfaces that contracts name or that are stored: each is to be
/// read once, if its source is at hand; what comes as a class file brings its codec.
final class Discovery {
    private final Elements elements;
    private final Set<String> known = new HashSet<>();
    private final Deque<TypeElement> unread = new ArrayDeque<>();

    Discovery(Elements elements) {
        this.elements = elements;
    }

    /// The next type that was named and has not been read; null: there is none.
    @Nullable TypeElement next() {
        return unread.poll();
    }

    /// Empty: a type of another kind.
    Optional<Named> named(Element where, TypeElement element) {
        return sort(element).map(sort -> named(where, element, sort));
    }

    private Named named(Element where, TypeElement element, Sort sort) {
        JavaName name = Names.of(element);
        if (!element.getTypeParameters().isEmpty())
            throw new Refusal(
                    where,
                    "%s is generic, and the other side must know of what: write one for each type"
                            .formatted(name));
        if (!Names.isPublic(element))
            throw new Refusal(
                    where, "%s is not public: declare it and what it is in public".formatted(name));
        if (known.add(name.qualified())) found(where, element, name);
        return new Named(name, sort);
    }

    private void found(Element where, TypeElement element, JavaName name) {
        if (isSource(element)) unread.add(element);
        else if (elements.getTypeElement(name.codec().qualified()) == null)
            throw new Refusal(
                    where,
                    ("%s comes from another jar, without a codec: compile it there with"
                                    + " galley-rpc-processor, by @Stored or in a @Service that"
                                    + " names it")
                            .formatted(name));
    }

    /// Whether there is a class of this name that is not being compiled.
    boolean isElsewhere(String qualified) {
        TypeElement type = elements.getTypeElement(qualified);
        return type != null && !isSource(type);
    }

    private boolean isSource(TypeElement element) {
        JavaFileObject file = elements.getFileObjectOf(element);
        return file != null && file.getKind() == JavaFileObject.Kind.SOURCE;
    }

    private static Optional<Sort> sort(TypeElement element) {
        if (element.getKind() == ElementKind.RECORD) return Optional.of(Sort.MESSAGE);
        if (element.getKind() == ElementKind.ENUM) return Optional.of(Sort.ENUM);
        boolean sealed =
                element.getKind() == ElementKind.INTERFACE
                        && element.getModifiers().contains(Modifier.SEALED);
        return sealed ? Optional.of(Sort.UNION) : Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import dev.galley.rpc.processor.model.FieldModel;
import dev.galley.rpc.processor.model.TypeModel;
import dev.galley.rpc.processor.model.TypeModel.Listing;
import dev.galley.rpc.processor.model.TypeModel.Mapping;
import dev.galley.rpc.processor.model.TypeModel.Maybe;
import dev.galley.rpc.processor.model.TypeModel.Single;
import java.util.Set;

/// A field in the methods of a codec: the variable that it is read into, and how it is had from a
/// value.
final class FieldCode {
    /// Variables of the generated methods.
    private static final Set<String> TAKEN =
            Set.of(
                    "in", "out", "value", "tag", "member", "outer", "end", "entry", "key",
                    "element");

    private final Source source;
    private final FieldModel field;
    private final String label;

    FieldCode(Source source, String message, FieldModel field) {
        this.source = source;
        this.field = field;
        this.label = message + "." + field.name();
    }

    String name() {
        return field.name();
    }

    int number() {
        return field.number();
    }

    TypeModel type() {
        return field.type();
    }

    /// Its type and name, for errors.
    String label() {
        return label;
    }

    String accessor() {
        return "value.%s()".formatted(field.name());
    }

    /// The variable that holds what has been read.
    String local() {
        String name = field.name();
        return TAKEN.contains(name) || Character.isUpperCase(name.charAt(0)) ? name + "_" : name;
    }

    String isThere(Maybe maybe) {
        return accessor() + (maybe.optional() ? ".isPresent()" : " != null");
    }

    String inside(Maybe maybe) {
        return accessor() + (maybe.optional() ? ".get()" : "");
    }

    String entry(Mapping map) {
        return "%s.Entry<%s, %s>"
                .formatted(
                        source.name("java.util.Map"),
                        source.boxed(map.key()),
                        source.boxed(map.value()));
    }

    String entries(Mapping map) {
        return "%s<%s, %s>"
                .formatted(
                        source.name("java.util.SequencedMap"),
                        source.boxed(map.key()),
                        source.boxed(map.value()));
    }

    String add(String element) {
        return "%1$s = in.add(%1$s, %2$s);".formatted(local(), element);
    }

    /// Declares the variable.
    String declared() {
        String type =
                switch (field.type()) {
                    case Single single -> source.type(single);
                    case Maybe m -> source.boxed(m.type());
                    case Listing l ->
                            "%s<%s>".formatted(source.codec("Elements"), source.boxed(l.element()));
                    case Mapping m -> entries(m);
                };
        String initial = field.type() instanceof Single single ? Calls.zero(single) : "null";
        return "%s %s = %s;".formatted(type, local(), initial);
    }

    /// Throws if what must be there is not; empty: it need not be.
    String check() {
        return field.type() instanceof Single single && !Calls.hasZero(single)
                ? "if (%s == null) throw in.missing(\"%s\");".formatted(local(), label)
                : "";
    }

    /// What was read, as the component has it.
    String given() {
        return switch (field.type()) {
            case Single _ -> local();
            case Maybe m ->
                    m.optional()
                            ? "%s.ofNullable(%s)"
                                    .formatted(source.name("java.util.Optional"), local())
                            : local();
            case Listing l ->
                    "%s.%s(%s)"
                            .formatted(
                                    source.codec("Elements"), l.unique() ? "set" : "list", local());
            case Mapping _ -> "%s.map(%s)".formatted(source.codec("Elements"), local());
        };
    }
}

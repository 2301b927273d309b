// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.processor.model.Scalar;
import dev.galley.rpc.processor.model.TypeModel;
import dev.galley.rpc.processor.model.TypeModel.Listing;
import dev.galley.rpc.processor.model.TypeModel.Mapping;
import dev.galley.rpc.processor.model.TypeModel.Maybe;
import dev.galley.rpc.processor.model.TypeModel.Single;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.AnnotatedConstruct;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/// Reads the type of a component, a parameter or a result; refuses those that have no form on the
/// wire.
final class TypeReader {
    private static final String ALLOWED =
            "; allowed are records, enums, sealed interfaces of records, List, Set, Map,"
                    + " primitives, String, byte[], Instant, Duration, UUID and BigDecimal";

    /// What to write instead of classes that people take.
    private static final Map<String, String> INSTEAD =
            Map.ofEntries(
                    Map.entry("java.util.Collection", "List"),
                    Map.entry("java.util.ArrayList", "List"),
                    Map.entry("java.util.LinkedList", "List"),
                    Map.entry("java.lang.Iterable", "List"),
                    Map.entry("java.util.HashSet", "Set"),
                    Map.entry("java.util.LinkedHashSet", "Set"),
                    Map.entry("java.util.SortedSet", "Set"),
                    Map.entry("java.util.HashMap", "Map"),
                    Map.entry("java.util.LinkedHashMap", "Map"),
                    Map.entry("java.util.SortedMap", "Map"),
                    Map.entry("java.util.Date", "Instant"),
                    Map.entry("java.time.ZonedDateTime", "Instant"),
                    Map.entry("java.time.OffsetDateTime", "Instant"),
                    Map.entry("java.util.OptionalInt", "Optional<Integer>"),
                    Map.entry("java.util.OptionalLong", "Optional<Long>"),
                    Map.entry("java.util.OptionalDouble", "Optional<Double>"),
                    Map.entry("java.util.stream.IntStream", "Stream<Integer>"),
                    Map.entry("java.util.stream.LongStream", "Stream<Long>"),
                    Map.entry("java.math.BigInteger", "BigDecimal"),
                    Map.entry("java.lang.CharSequence", "String"),
                    Map.entry("java.lang.Void", "void"));

    private final Discovery discovery;

    TypeReader(Discovery discovery) {
        this.discovery = discovery;
    }

    /// @param where declares it, and may have `@Nullable` as an annotation of its own
    TypeModel read(Element where, TypeMirror type) {
        boolean nullable = isNullable(type) || isNullable(where);
        TypeModel read = plain(where, type, nullable);
        if (!nullable) return read;
        return switch (read) {
            case Single single -> new Maybe(single, false);
            case Maybe _ ->
                    throw new Refusal(
                            where, "an Optional is never null: remove @Nullable or the Optional");
            case Listing _, Mapping _ ->
                    throw new Refusal(where, "an empty collection says as much: remove @Nullable");
        };
    }

    /// An element of a stream; boxed, as type arguments are.
    TypeModel element(Element where, TypeMirror type) {
        return plain(where, type, true);
    }

    private TypeModel plain(Element where, TypeMirror type, boolean nullable) {
        if (type.getKind().isPrimitive()) return primitive(where, type, nullable);
        if (type instanceof ArrayType array) return array(where, array);
        TypeElement element = declared(where, type);
        List<? extends TypeMirror> arguments = ((DeclaredType) type).getTypeArguments();
        return switch (element.getQualifiedName().toString()) {
            case "java.util.List" -> new Listing(element(where, type, arguments, 0), false);
            case "java.util.Set" -> new Listing(inSet(where, type, arguments), true);
            case "java.util.Map" -> mapping(where, type, arguments);
            case "java.util.Optional" -> new Maybe(element(where, type, arguments, 0), true);
            default -> single(where, element, nullable);
        };
    }

    private static Scalar primitive(Element where, TypeMirror type, boolean nullable) {
        String keyword = type.getKind().name().toLowerCase(Locale.ROOT);
        Scalar scalar = Scalar.ofPrimitive(keyword).orElseThrow();
        if (!nullable) return scalar;
        String boxed = simple(scalar.reference());
        throw new Refusal(where, "%s is never null: write @Nullable %s".formatted(keyword, boxed));
    }

    private static Scalar array(Element where, ArrayType array) {
        TypeMirror component = array.getComponentType();
        if (isNullable(component) && component.getKind().isPrimitive())
            throw new Refusal(
                    where, "this says that the bytes are null: write `byte @Nullable []`");
        if (component.getKind() == TypeKind.BYTE) return Scalar.BYTES;
        throw new Refusal(
                where, "arrays can be changed by whoever holds them: write a List, or byte[]");
    }

    /// A type that is not made of others; boxed only where it may be null.
    private Single single(Element where, TypeElement element, boolean nullable) {
        Single single = reference(where, element);
        if (!nullable && single instanceof Scalar scalar && scalar.isPrimitive())
            throw new Refusal(
                    where,
                    "write %s, or @Nullable %s if it may be absent"
                            .formatted(scalar.word(), element.getSimpleName()));
        return single;
    }

    private Single inSet(Element where, TypeMirror set, List<? extends TypeMirror> arguments) {
        Single element = element(where, set, arguments, 0);
        if (element == Scalar.BYTES)
            throw new Refusal(
                    where, "two byte[] are never equal: put them into a List instead of a Set");
        return element;
    }

    private Mapping mapping(Element where, TypeMirror map, List<? extends TypeMirror> arguments) {
        Single value = element(where, map, arguments, 1);
        if (element(where, map, arguments, 0) instanceof Scalar key && key.isKey())
            return new Mapping(key, value);
        throw new Refusal(
                where,
                "the keys of a Map must be String, Boolean or whole numbers: write a List of"
                        + " records that hold key and value, or turn the key into a String");
    }

    private Single element(
            Element where, TypeMirror of, List<? extends TypeMirror> arguments, int index) {
        if (arguments.isEmpty())
            throw new Refusal(
                    where,
                    "%s is a raw type: say what it holds, as in %s<String>".formatted(of, of));
        TypeMirror type = arguments.get(index);
        if (isNullable(type))
            throw new Refusal(where, "the elements of %s cannot be null".formatted(simple(of)));
        if (type instanceof ArrayType array) return array(where, array);
        TypeElement element = declared(where, type);
        if (!((DeclaredType) type).getTypeArguments().isEmpty() || isContainer(element))
            throw new Refusal(
                    where,
                    "%s cannot hold a %s: put that into a record of its own"
                            .formatted(simple(of), element.getSimpleName()));
        return reference(where, element);
    }

    private static boolean isContainer(TypeElement element) {
        return switch (element.getQualifiedName().toString()) {
            case "java.util.List", "java.util.Set", "java.util.Map", "java.util.Optional" -> true;
            default -> false;
        };
    }

    private static TypeElement declared(Element where, TypeMirror type) {
        return switch (type.getKind()) {
            case DECLARED -> (TypeElement) ((DeclaredType) type).asElement();
            case ERROR -> throw new Refusal(where, type + " cannot be found");
            case WILDCARD ->
                    throw new Refusal(where, "a wildcard says too little: name the type itself");
            case TYPEVAR ->
                    throw new Refusal(
                            where,
                            "%s can be any type, and the other side must know which: name it"
                                    .formatted(type));
            default -> throw new Refusal(where, type + " has no form on the wire" + ALLOWED);
        };
    }

    private Single reference(Element where, TypeElement element) {
        String name = element.getQualifiedName().toString();
        var scalar = Scalar.ofReference(name);
        if (scalar.isPresent()) return scalar.get();
        if (name.equals("java.util.stream.Stream"))
            throw new Refusal(
                    where,
                    "a Stream is the whole result of a method or its only parameter; elsewhere"
                            + " write a List");
        String instead = INSTEAD.get(name);
        if (instead != null)
            throw new Refusal(
                    where,
                    "%s has no form on the wire: write %s"
                            .formatted(element.getSimpleName(), instead));
        return discovery
                .named(where, element)
                .orElseThrow(() ->
                        new Refusal(
                                where,
                                element.getQualifiedName() + " has no form on the wire" + ALLOWED));
    }

    private static boolean isNullable(AnnotatedConstruct annotated) {
        return annotated.getAnnotationMirrors().stream()
                .anyMatch(a ->
                        a.getAnnotationType()
                                .asElement()
                                .getSimpleName()
                                .contentEquals("Nullable"));
    }

    static String simple(Object name) {
        String plain = name.toString().replaceAll("<.*", "");
        return plain.substring(plain.lastIndexOf('.') + 1);
    }
}

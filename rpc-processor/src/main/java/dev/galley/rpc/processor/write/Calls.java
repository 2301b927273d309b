// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import dev.galley.rpc.processor.model.Scalar;
import dev.galley.rpc.processor.model.TypeModel.Named;
import dev.galley.rpc.processor.model.TypeModel.Named.Sort;
import dev.galley.rpc.processor.model.TypeModel.Single;

/// How one value is written and read: the calls of Writer, Reader, JsonWriter and JsonReader.
final class Calls {
    private final Source source;

    Calls(Source source) {
        this.source = source;
    }

    /// @param value an expression
    String write(int tag, Single type, String value) {
        return switch (type) {
            case Scalar scalar -> "out.%s(%d, %s);".formatted(wide(scalar), tag, value);
            case Named named when named.sort() == Sort.ENUM ->
                    "out.int32(%d, %s.number(%s));".formatted(tag, codec(named), value);
            case Named named ->
                    "out.message(%d, %s.INSTANCE, %s);".formatted(tag, codec(named), value);
        };
    }

    /// Writes an element of a packed list.
    String writePacked(Single type, String value) {
        return switch (type) {
            case Scalar scalar -> "out.%s(%s);".formatted(wide(scalar), value);
            case Named named -> "out.int32(%s.number(%s));".formatted(codec(named), value);
        };
    }

    /// An expression that reads a value.
    ///
    /// @param field its type and name, for errors
    String read(Single type, String field) {
        return switch (type) {
            case Scalar scalar -> "in.%s()".formatted(narrow(scalar));
            case Named named when named.sort() == Sort.ENUM ->
                    "%s.read(in, \"%s\")".formatted(codec(named), field);
            case Named named -> "in.message(%s.INSTANCE)".formatted(codec(named));
        };
    }

    /// The same where there may be no value: a constant that is not known is none.
    String readMaybe(Single type, String field) {
        return type instanceof Named named && named.sort() == Sort.ENUM
                ? "%s.of(in.int32())".formatted(codec(named))
                : read(type, field);
    }

    String writeJson(Single type, String value) {
        return switch (type) {
            case Scalar scalar -> "out.%s(%s);".formatted(wide(scalar), value);
            case Named named when named.sort() == Sort.ENUM ->
                    "out.string(%s.name());".formatted(value);
            case Named named -> "%s.INSTANCE.write(out, %s);".formatted(codec(named), value);
        };
    }

    String readJson(Single type, String field) {
        return switch (type) {
            case Scalar scalar -> "in.%s()".formatted(narrow(scalar));
            case Named named when named.sort() == Sort.ENUM ->
                    "%s.read(in, \"%s\")".formatted(codec(named), field);
            case Named named -> "%s.INSTANCE.read(in)".formatted(codec(named));
        };
    }

    /// The key of an entry in a map, which JSON has as text.
    static String jsonKey(Scalar type, String key) {
        return switch (type) {
            case STRING -> key;
            case CHAR -> "Integer.toString(%s)".formatted(key);
            default -> "%s.toString()".formatted(key);
        };
    }

    /// Whether a value is not the one that an absent field stands for; only of what has such a one.
    static String isNotZero(Scalar type, String value) {
        return switch (type) {
            case BOOLEAN -> value;
            case FLOAT -> "Float.floatToRawIntBits(%s) != 0".formatted(value);
            case DOUBLE -> "Double.doubleToRawLongBits(%s) != 0".formatted(value);
            case STRING -> "!%s.isEmpty()".formatted(value);
            case BYTES -> value + ".length != 0";
            default -> value + " != 0";
        };
    }

    /// What an absent field stands for; null: nothing, it has to be there.
    static String zero(Single type) {
        if (!(type instanceof Scalar scalar)) return "null";
        return switch (scalar) {
            case BOOLEAN -> "false";
            case STRING -> "\"\"";
            case BYTES -> "{}";
            case UUID, BIG_DECIMAL, INSTANT, DURATION -> "null";
            default -> "0";
        };
    }

    static boolean hasZero(Single type) {
        return !zero(type).equals("null");
    }

    /// Whether elements of a list share one field: numbers do.
    static boolean isPacked(Single type) {
        return type instanceof Scalar scalar
                ? scalar.isPrimitive()
                : ((Named) type).sort() == Sort.ENUM;
    }

    /// The wire type, of an element where it is in a list that is not packed
    /// (protobuf.dev/programming-guides/encoding, message structure).
    static int wireType(Single type) {
        return switch (type) {
            case Named named -> named.sort() == Sort.ENUM ? 0 : 2;
            case Scalar.DOUBLE -> 1;
            case Scalar.FLOAT -> 5;
            case Scalar scalar -> scalar.isPrimitive() ? 0 : 2;
        };
    }

    private String codec(Named named) {
        return source.name(named.name().codec());
    }

    /// The method for all values of a wire type.
    private static String wide(Scalar type) {
        return switch (type) {
            case BYTE, SHORT, CHAR -> "int32";
            default -> narrow(type);
        };
    }

    private static String narrow(Scalar type) {
        return switch (type) {
            case BOOLEAN -> "bool";
            case BYTE -> "int8";
            case SHORT -> "int16";
            case CHAR -> "char16";
            case INT -> "int32";
            case LONG -> "int64";
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            case STRING -> "string";
            case BYTES -> "bytes";
            case UUID -> "uuid";
            case BIG_DECIMAL -> "decimal";
            case INSTANT -> "instant";
            case DURATION -> "duration";
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.model;

import java.util.Arrays;
import java.util.Optional;

/// A type that no contract declares.
public enum Scalar implements TypeModel.Single {
    BOOLEAN("boolean", "java.lang.Boolean", "bool"),
    BYTE("byte", "java.lang.Byte", "int32"),
    SHORT("short", "java.lang.Short", "int32"),
    CHAR("char", "java.lang.Character", "int32"),
    INT("int", "java.lang.Integer", "int32"),
    LONG("long", "java.lang.Long", "int64"),
    FLOAT("float", "java.lang.Float", "float"),
    DOUBLE("double", "java.lang.Double", "double"),
    STRING("String", "java.lang.String", "string"),
    BYTES("byte[]", "byte[]", "bytes"),
    UUID("UUID", "java.util.UUID", "bytes"),
    BIG_DECIMAL("BigDecimal", "java.math.BigDecimal", "string"),
    INSTANT("Instant", "java.time.Instant", "google.protobuf.Timestamp"),
    DURATION("Duration", "java.time.Duration", "google.protobuf.Duration");

    private final String word;
    private final String reference;
    private final String proto;

    /// Named in three languages.
    ///
    /// @param word as in the lock file; of a primitive, its keyword
    /// @param reference the full name of the type that can be an element of a list
    Scalar(String word, String reference, String proto) {
        this.word = word;
        this.reference = reference;
        this.proto = proto;
    }

    public static Optional<Scalar> ofReference(String qualified) {
        return Arrays.stream(values()).filter(s -> s.reference.equals(qualified)).findFirst();
    }

    public static Optional<Scalar> ofPrimitive(String keyword) {
        return Arrays.stream(values())
                .filter(s -> s.isPrimitive() && s.word.equals(keyword))
                .findFirst();
    }

    public boolean isPrimitive() {
        return compareTo(DOUBLE) <= 0;
    }

    /// Whether protobuf lets it be the key of a map; char, byte and short are int32 there.
    public boolean isKey() {
        return compareTo(LONG) <= 0 || this == STRING;
    }

    public String reference() {
        return reference;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public String proto() {
        return proto;
    }
}

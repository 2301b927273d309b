// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads JSON (RFC 8259, nothing looser) from UTF-8, within {@link Limits}, by proto3's mapping
/// (protobuf.dev/programming-guides/json): numbers may be quoted, a member that is null is taken as
/// one that is not there, base64 may be of either alphabet. Stricter than that: a member that comes
/// twice is an error, and so is one of an unknown name.
///
/// All methods throw {@link CodecException} for bytes that are no such JSON. One thread at a time.
public final class JsonReader {
    private static final String INFINITY = "Infinity";

    private final JsonText text;
    private int depth;
    private int elements;

    /// Whether no member or element was read yet in the innermost object or array.
    private boolean first;

    /// Whether a key of a map comes next, where all is quoted.
    private boolean key;

    /// Within {@link Limits#DEFAULT}.
    public JsonReader(byte[] bytes) {
        this(bytes, 0, bytes.length, Limits.DEFAULT);
    }

    /// @throws CodecException if it is longer than allowed
    /// @throws IndexOutOfBoundsException if the array does not hold that range
    public JsonReader(byte[] bytes, int offset, int length, Limits limits) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > limits.length())
            throw new CodecException(
                    "a message of " + length + " bytes; " + limits.length() + " are allowed");
        text = new JsonText(bytes, offset, length);
        depth = limits.depth();
        elements = limits.elements();
    }

    /// Checks that nothing follows but white space.
    public void end() {
        if (text.peek() >= 0) throw text.error("more than one value");
    }

    /// Begins an object: a message, to be read by {@link #name} until that is null, or a map, to be
    /// read by {@link #key} until that is false.
    public void beginObject() {
        open('{');
        text.names.add(null);
    }

    /// The name of the next member that is not null, whose value is to be read next; null: there
    /// are no more.
    ///
    /// @param known all names that may come
    public @Nullable String name(Set<String> known) {
        while (next('}')) {
            String name = text.string();
            if (!known.contains(name))
                throw text.error("there is no " + name + "; there is " + new TreeSet<>(known));
            if (has(name)) throw text.error(name + " comes twice");
            text.names.add(name);
            text.expect(':');
            if (!text.found("null")) return name;
        }
        forget();
        return null;
    }

    /// Whether another entry of a map follows: its key is to be read next, as whatever it is, then
    /// {@link #colon} is to be called, then its value is to be read.
    public boolean key() {
        key = next('}');
        if (!key) forget();
        else if (text.peek() != '"') throw text.error("expected a key in quotes");
        return key;
    }

    public void colon() {
        key = false;
        text.expect(':');
    }

    /// Begins an array.
    public void beginArray() {
        open('[');
    }

    /// Whether another element follows, to be read next.
    public boolean more() {
        return next(']');
    }

    public int int32() {
        long value = int64();
        if (value != (int) value) throw text.error("not an int32: " + value);
        return (int) value;
    }

    public byte int8() {
        long value = int64();
        if (value != (byte) value) throw text.error("not from -128 to 127: " + value);
        return (byte) value;
    }

    public short int16() {
        long value = int64();
        if (value != (short) value) throw text.error("not from -32768 to 32767: " + value);
        return (short) value;
    }

    public char char16() {
        long value = int64();
        if (value != (char) value) throw text.error("not from 0 to 65535: " + value);
        return (char) value;
    }

    /// A whole number, however written: `100`, `"100"`, `1e2`.
    public long int64() {
        String number = text.anyNumber();
        try {
            return new BigDecimal(number).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw text.error("not an int64: " + number);
        }
    }

    public boolean bool() {
        if (text.found(key ? "\"true\"" : "true")) return true;
        if (text.found(key ? "\"false\"" : "false")) return false;
        throw text.error("expected true or false");
    }

    public float float32() {
        String number = floating();
        float value = Float.parseFloat(number);
        if (Float.isInfinite(value) && !number.endsWith(INFINITY)) throw outOfRange(number);
        return value;
    }

    public double float64() {
        String number = floating();
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value) && !number.endsWith(INFINITY)) throw outOfRange(number);
        return value;
    }

    private String floating() {
        if (text.found("\"NaN\"")) return "NaN";
        if (text.found("\"Infinity\"")) return INFINITY;
        if (text.found("\"-Infinity\"")) return "-" + INFINITY;
        return text.anyNumber();
    }

    private CodecException outOfRange(String number) {
        return text.error("too large: " + number);
    }

    public String string() {
        return text.string();
    }

    /// Base64, with or without padding, of the usual alphabet or that for URLs.
    public byte[] bytes() {
        String base64 = text.string().replace('-', '+').replace('_', '/');
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw text.error("not base64: " + e.getMessage());
        }
    }

    /// RFC 3339, with any offset.
    public Instant instant() {
        try {
            return Instant.parse(text.string());
        } catch (DateTimeException e) {
            throw text.error("not a time as in RFC 3339, such as 2026-01-31T12:00:00Z");
        }
    }

    public Duration duration() {
        try {
            return Seconds.of(text.string()).duration();
        } catch (NumberFormatException | ArithmeticException e) {
            throw text.error("not a duration in seconds, such as 1.5s");
        }
    }

    public UUID uuid() {
        String hex = text.string();
        if (!hex.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"))
            throw text.error("not a UUID");
        return UUID.fromString(hex);
    }

    /// A decimal number, quoted or not.
    public BigDecimal decimal() {
        try {
            return Decimals.of(text.anyNumber());
        } catch (NumberFormatException e) {
            throw text.error("" + e.getMessage());
        }
    }

    /// Adds to a list or set.
    ///
    /// @param list null: this is the first element
    public <E> Elements<E> add(@Nullable Elements<E> list, E element) {
        count();
        Elements<E> some = list == null ? new Elements<>() : list;
        some.add(element);
        return some;
    }

    /// Adds to a map.
    ///
    /// @param map null: this is the first entry
    public <K, V> SequencedMap<K, V> put(@Nullable SequencedMap<K, V> map, K key, V value) {
        count();
        SequencedMap<K, V> some = map == null ? new LinkedHashMap<>(4) : map;
        if (some.putIfAbsent(key, value) != null) throw text.error(key + " comes twice");
        return some;
    }

    /// To be thrown where something is not there that must be.
    ///
    /// @param field type and component, such as `User.name`
    public CodecException missing(String field) {
        return text.error(field + " is missing");
    }

    /// To be thrown where an object has two members, of which a sealed interface wants one.
    public CodecException ambiguous(String type) {
        return text.error(type + ": more than one member, where one says what it is");
    }

    /// To be thrown where an enum has no constant of this name.
    ///
    /// @param field type and component, such as `User.role`
    public CodecException unknown(String field, String name) {
        return text.error(field + ": there is no constant " + name);
    }

    private void open(char bracket) {
        text.expect(bracket);
        if (--depth < 0) throw text.error("objects within objects, too deep");
        first = true;
    }

    /// Whether something comes before the closing `bracket`, after the comma if there must be one.
    private boolean next(char bracket) {
        if (text.peek() == bracket) {
            text.expect(bracket);
            depth++;
            first = false;
            return false;
        }
        if (!first) text.expect(',');
        first = false;
        return true;
    }

    private boolean has(String name) {
        for (int i = text.names.size(); text.names.get(--i) != null; )
            if (name.equals(text.names.get(i))) return true;
        return false;
    }

    /// Forgets the names of the innermost object.
    private void forget() {
        while (text.names.removeLast() != null) {}
    }

    private void count() {
        if (--elements < 0) throw text.error("more elements of lists and maps than allowed");
    }
}

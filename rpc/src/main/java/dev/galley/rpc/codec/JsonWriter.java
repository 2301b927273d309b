// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/// Writes JSON (RFC 8259) as UTF-8, without white space, by proto3's mapping
/// (protobuf.dev/programming-guides/json), but that 64-bit integers are numbers.
///
/// One thread at a time; may be used again after a reset.
public final class JsonWriter {
    private byte[] buffer = new byte[512];
    private int size;

    /// Whether a comma goes before the next member or element.
    private boolean comma;

    /// Forgets what was written; keeps the array unless it has become large.
    public void reset() {
        if (buffer.length > Writer.LARGE) buffer = new byte[512];
        size = 0;
        comma = false;
    }

    /// How many bytes were written.
    public int size() {
        return size;
    }

    /// Where what was written lies, from 0 to {@link #size}; valid until the next write.
    public byte[] array() {
        return buffer;
    }

    /// A copy of what was written.
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    public void beginObject() {
        open('{');
    }

    public void endObject() {
        close('}');
    }

    public void beginArray() {
        open('[');
    }

    public void endArray() {
        close(']');
    }

    /// The name of the next member, or the key of the next entry of a map.
    public void name(String name) {
        string(name);
        put(':');
        comma = false;
    }

    public void int32(int value) {
        int64(value);
    }

    public void int64(long value) {
        plain(Long.toString(value));
    }

    public void bool(boolean value) {
        plain(value ? "true" : "false");
    }

    /// NaN and the infinities as text.
    public void float32(float value) {
        number(Float.toString(value), Float.isFinite(value));
    }

    /// NaN and the infinities as text.
    public void float64(double value) {
        number(Double.toString(value), Double.isFinite(value));
    }

    /// A text, in quotes and with what escapes it needs.
    ///
    /// @throws CodecException if there is half of a surrogate pair
    public void string(String value) {
        comma();
        put('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) ascii(c);
            else if (!Character.isSurrogate(c)) wide(c);
            else {
                if (i + 1 == value.length() || !Character.isSurrogatePair(c, value.charAt(i + 1)))
                    throw new CodecException("a text has half of a surrogate pair");
                wide(Character.toCodePoint(c, value.charAt(++i)));
            }
        }
        put('"');
    }

    /// In base64 with padding.
    public void bytes(byte[] value) {
        quoted(Base64.getEncoder().encodeToString(value));
    }

    /// As in RFC 3339, in UTC.
    public void instant(Instant value) {
        quoted(value.toString());
    }

    /// In seconds, such as `1.5s`.
    public void duration(Duration value) {
        quoted(Seconds.of(value).text());
    }

    public void uuid(UUID value) {
        quoted(value.toString());
    }

    /// As text that keeps the scale.
    ///
    /// @throws CodecException if it is longer than 1000 characters
    public void decimal(BigDecimal value) {
        quoted(Decimals.text(value));
    }

    private void number(String text, boolean finite) {
        if (finite) plain(text);
        else quoted(text);
    }

    private void open(char bracket) {
        comma();
        put(bracket);
        comma = false;
    }

    private void close(char bracket) {
        put(bracket);
        comma = true;
    }

    private void comma() {
        if (comma) put(',');
        comma = true;
    }

    /// Text of ASCII that needs no escape.
    private void quoted(String text) {
        comma();
        put('"');
        raw(text);
        put('"');
    }

    private void plain(String text) {
        comma();
        raw(text);
    }

    private void raw(String text) {
        for (int i = 0; i < text.length(); i++) put(text.charAt(i));
    }

    private void ascii(char c) {
        if (c >= ' ' && c != '"' && c != '\\') put(c);
        else escaped(c);
    }

    private void escaped(char c) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            default -> {
                raw("u00");
                put(Character.forDigit(c >> 4, 16));
                put(Character.forDigit(c & 15, 16));
            }
        }
    }

    private void wide(int point) {
        if (point < 0x800) put((char) (0xc0 | point >> 6));
        else {
            if (point < 0x10000) put((char) (0xe0 | point >> 12));
            else {
                put((char) (0xf0 | point >> 18));
                put((char) (0x80 | (point >> 12 & 0x3f)));
            }
            put((char) (0x80 | (point >> 6 & 0x3f)));
        }
        put((char) (0x80 | (point & 0x3f)));
    }

    private void put(char octet) {
        if (size == buffer.length) grow();
        buffer[size++] = (byte) octet;
    }

    private void grow() {
        if (size > Integer.MAX_VALUE / 2) throw new CodecException("a message would be over 1 GiB");
        buffer = Arrays.copyOf(buffer, 2 * size);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the protobuf wire format (protobuf.dev/programming-guides/encoding) from an array, within
/// {@link Limits}; copies out of it what it gives. A field that comes twice counts as it came last,
/// also where it is a message (protobuf would merge them; no encoder writes that). A number too
/// large for its type is an error, not cut off; so is text that is not UTF-8.
///
/// All methods throw {@link CodecException} for bytes that are no such message. One thread at a
/// time.
public final class Reader {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int from;
    private int at;
    private int end;
    private int depth;
    private int elements;
    private int tag;

    /// Within {@link Limits#DEFAULT}.
    public Reader(byte[] bytes) {
        this(bytes, 0, bytes.length, Limits.DEFAULT);
    }

    /// @throws CodecException if it is longer than allowed
    /// @throws IndexOutOfBoundsException if the array does not hold that range
    public Reader(byte[] bytes, int offset, int length, Limits limits) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        from = offset;
        at = offset;
        end = offset + length;
        depth = limits.depth();
        elements = limits.elements();
        if (length > limits.length())
            throw new CodecException(
                    "a message of " + length + " bytes; " + limits.length() + " are allowed");
    }

    /// The tag of the next field (its number, shifted by 3, and its wire type); 0: no more in this
    /// message.
    public int tag() {
        if (at == end) tag = 0;
        else if (bytes[at] > 7) tag = bytes[at++];
        else tag = longTag();
        return tag;
    }

    private int longTag() {
        long value = varint();
        if (value >>> 3 == 0 || value >>> 32 != 0) throw error("no field has this number");
        return (int) value;
    }

    /// Skips a field of an unknown number.
    ///
    /// @param known numbers that are known: one of them comes with a wire type that it cannot have,
    ///   so that its value would be lost
    public void skip(int tag, int... known) {
        for (int number : known)
            if (number == tag >>> 3) throw error("wire type " + (tag & 7) + " is not this field's");
        switch (tag & 7) {
            case 0 -> varint();
            case 1 -> take(8);
            case 2 -> take(length());
            case 5 -> take(4);
            case 3, 4 -> throw error("groups, which proto2 had, are not read");
            default -> throw error("there is no wire type " + (tag & 7));
        }
    }

    public int int32() {
        long value = varint();
        if (value != (int) value) throw error("not an int32: " + value);
        return (int) value;
    }

    public byte int8() {
        long value = varint();
        if (value != (byte) value) throw error("not from -128 to 127: " + value);
        return (byte) value;
    }

    public short int16() {
        long value = varint();
        if (value != (short) value) throw error("not from -32768 to 32767: " + value);
        return (short) value;
    }

    public char char16() {
        long value = varint();
        if (value != (char) value) throw error("not from 0 to 65535: " + value);
        return (char) value;
    }

    public long int64() {
        return varint();
    }

    public boolean bool() {
        long value = varint();
        if (value >>> 1 != 0) throw error("neither true nor false: " + value);
        return value != 0;
    }

    public float float32() {
        return Float.intBitsToFloat((int) INTS.get(bytes, take(4)));
    }

    public double float64() {
        return Double.longBitsToDouble((long) LONGS.get(bytes, take(8)));
    }

    public String string() {
        int length = length();
        int start = at;
        at = start + length;
        try {
            return Utf8.text(bytes, start, length);
        } catch (CharacterCodingException e) {
            throw error("not UTF-8");
        }
    }

    public byte[] bytes() {
        int length = length();
        int start = at;
        at = start + length;
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    /// A nested message.
    public <T> T message(Codec<T> codec) {
        int outer = begin();
        T value = codec.read(this);
        end(outer);
        return value;
    }

    /// Begins a nested message: until {@link #end}, there is no more than that.
    ///
    /// @return what `end` is to be given
    public int begin() {
        int outer = end;
        int length = length();
        if (--depth < 0) throw error("messages within messages, too deep");
        end = at + length;
        return outer;
    }

    public void end(int outer) {
        depth++;
        end = outer;
    }

    /// Begins the elements of a packed list.
    ///
    /// @return what {@link #more} is to be asked with
    public int packed() {
        int length = length();
        return at + length;
    }

    /// Whether elements follow in the packed list that ends at `end`.
    public boolean more(int end) {
        if (at > end) throw error("a packed list ends within an element");
        return at < end;
    }

    public Instant instant() {
        try {
            return seconds().instant();
        } catch (DateTimeException e) {
            throw error("no time: " + e.getMessage());
        }
    }

    public Duration duration() {
        try {
            return seconds().duration();
        } catch (ArithmeticException e) {
            throw error("no duration: " + e.getMessage());
        }
    }

    private Seconds seconds() {
        int outer = begin();
        long seconds = 0;
        int nanos = 0;
        for (int next; (next = tag()) != 0; ) {
            switch (next) {
                case 8 -> seconds = int64();
                case 16 -> nanos = int32();
                default -> skip(next, 1, 2);
            }
        }
        end(outer);
        return new Seconds(seconds, nanos);
    }

    public UUID uuid() {
        if (length() != 16) throw error("a UUID is 16 bytes");
        int start = take(16);
        return new UUID((long) BIG_LONGS.get(bytes, start), (long) BIG_LONGS.get(bytes, start + 8));
    }

    public BigDecimal decimal() {
        try {
            return Decimals.of(string());
        } catch (NumberFormatException e) {
            throw error("" + e.getMessage());
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

    /// Adds to a map. A key that comes twice counts as it came last.
    ///
    /// @param map null: this is the first entry
    public <K, V> SequencedMap<K, V> put(@Nullable SequencedMap<K, V> map, K key, V value) {
        count();
        return Elements.put(map, key, value);
    }

    /// To be thrown where something is not there that must be.
    ///
    /// @param field type and component, such as `User.name`
    public CodecException missing(String field) {
        return new CodecException(field + " is missing");
    }

    /// To be thrown where an enum has no constant of this number.
    ///
    /// @param field type and component, such as `User.role`
    public CodecException unknown(String field, int number) {
        return new CodecException(field + ": there is no constant " + number);
    }

    private void count() {
        if (--elements < 0) throw error("more elements of lists and maps than allowed");
    }

    /// A length, of which so much is there.
    private int length() {
        long value = varint();
        if (value < 0 || value > end - at) throw error("ends before its end");
        return (int) value;
    }

    /// Takes so many bytes, and says where they were.
    private int take(int length) {
        if (length > end - at) throw error("ends before its end");
        int start = at;
        at += length;
        return start;
    }

    private long varint() {
        if (at >= end) throw error("ends before its end");
        byte first = bytes[at];
        if (first < 0) return longVarint();
        at++;
        return first;
    }

    /// Up to eight bytes at once, without a loop: seven bits of each are moved together, of two,
    /// then of four, then of all.
    private long longVarint() {
        if (bytes.length - at < 8) return slowVarint();
        long word = (long) LONGS.get(bytes, at);
        long last = ~word & 0x8080_8080_8080_8080L;
        if (last == 0) return slowVarint();
        at += (Long.numberOfTrailingZeros(last) >> 3) + 1;
        if (at > end) throw error("ends before its end");
        word &= (last ^ (last - 1)) & 0x7f7f_7f7f_7f7f_7f7fL;
        word = (word & 0x007f_007f_007f_007fL) | (word & 0x7f00_7f00_7f00_7f00L) >>> 1;
        word = (word & 0x0000_3fff_0000_3fffL) | (word & 0x3fff_0000_3fff_0000L) >>> 2;
        return (word & 0x0fff_ffffL) | (word & 0x0fff_ffff_0000_0000L) >>> 4;
    }

    private long slowVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) throw error("ends before its end");
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                if (shift == 63 && next > 1) break;
                return value;
            }
        }
        throw error("a number of more than 64 bits");
    }

    private CodecException error(String what) {
        return new CodecException("field " + (tag >>> 3) + ", byte " + (at - from) + ": " + what);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.UUID;

/// Writes the protobuf wire format (protobuf.dev/programming-guides/encoding) backwards, from the
/// end of a growing array to its front: so the length of a nested message is known when it is to be
/// written, and nothing is measured first. Hence fields are written in reverse order, and a list
/// from its last element to its first.
///
/// A `tag` is the number of the field, shifted by 3, and its wire type: 0 for varints, 1 for eight
/// bytes, 2 for what has a length, 5 for four bytes. Methods without a tag write elements of a
/// packed field.
///
/// One thread at a time; may be used again after a reset.
public final class Writer {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// The longest varint, in bytes.
    private static final int VARINT = 10;

    /// The longest tag or length, in bytes.
    private static final int SHORT_VARINT = 5;

    /// The largest array that is kept for what comes next, in bytes.
    static final int LARGE = 1 << 16;

    /// The longest text that is copied faster character by character.
    private static final int SHORT_TEXT = 24;

    private final CharsetEncoder ascii = StandardCharsets.US_ASCII.newEncoder();
    private final CharBuffer chars = CharBuffer.allocate(256);
    private byte[] buffer = new byte[512];
    private int start = buffer.length;

    /// Forgets what was written; keeps the array unless it has become large.
    public void reset() {
        if (buffer.length > LARGE) buffer = new byte[512];
        start = buffer.length;
    }

    /// How many bytes were written.
    public int size() {
        return buffer.length - start;
    }

    /// Where what was written lies, from {@link #offset} to the end; valid until the next write.
    public byte[] array() {
        return buffer;
    }

    public int offset() {
        return start;
    }

    /// A copy of what was written.
    public byte[] toByteArray() {
        return Arrays.copyOfRange(buffer, start, buffer.length);
    }

    public void int32(int tag, int value) {
        int64(tag, value);
    }

    public void int64(int tag, long value) {
        need(VARINT + SHORT_VARINT);
        putLong(value);
        putInt(tag);
    }

    public void bool(int tag, boolean value) {
        need(1 + SHORT_VARINT);
        buffer[--start] = (byte) (value ? 1 : 0);
        putInt(tag);
    }

    public void float32(int tag, float value) {
        need(4 + SHORT_VARINT);
        INTS.set(buffer, start -= 4, Float.floatToRawIntBits(value));
        putInt(tag);
    }

    public void float64(int tag, double value) {
        need(8 + SHORT_VARINT);
        LONGS.set(buffer, start -= 8, Double.doubleToRawLongBits(value));
        putInt(tag);
    }

    /// A text, as UTF-8.
    ///
    /// @throws CodecException if there is half of a surrogate pair
    public void string(int tag, String value) {
        int length = value.length();
        need(length + 2 * SHORT_VARINT);
        boolean ascii = length <= SHORT_TEXT ? shortAscii(value) : longAscii(value);
        if (ascii) {
            start -= length;
            putInt(length);
            putInt(tag);
        } else wide(tag, value);
    }

    public void bytes(int tag, byte[] value) {
        need(value.length + 2 * SHORT_VARINT);
        start -= value.length;
        System.arraycopy(value, 0, buffer, start, value.length);
        putInt(value.length);
        putInt(tag);
    }

    /// A nested message.
    public <T> void message(int tag, Codec<T> codec, T value) {
        int end = size();
        codec.write(this, value);
        length(tag, end);
    }

    /// As google.protobuf.Timestamp; any instant, also beyond the year 9999.
    public void instant(int tag, Instant value) {
        seconds(tag, Seconds.of(value));
    }

    /// As google.protobuf.Duration, where the parts of a negative one are both negative.
    public void duration(int tag, Duration value) {
        seconds(tag, Seconds.of(value));
    }

    /// As 16 bytes, the highest first.
    public void uuid(int tag, UUID value) {
        need(16 + 1 + SHORT_VARINT);
        BIG_LONGS.set(buffer, start -= 8, value.getLeastSignificantBits());
        BIG_LONGS.set(buffer, start -= 8, value.getMostSignificantBits());
        buffer[--start] = 16;
        putInt(tag);
    }

    /// As text that keeps the scale.
    ///
    /// @throws CodecException if it is longer than 1000 characters
    public void decimal(int tag, BigDecimal value) {
        string(tag, Decimals.text(value));
    }

    /// Ends, hence begins, what has a length: a packed list or an entry of a map.
    ///
    /// @param end {@link #size} before its content was written
    public void length(int tag, int end) {
        int length = size() - end;
        need(2 * SHORT_VARINT);
        putInt(length);
        putInt(tag);
    }

    public void int32(int value) {
        int64(value);
    }

    public void int64(long value) {
        need(VARINT);
        putLong(value);
    }

    public void bool(boolean value) {
        need(1);
        buffer[--start] = (byte) (value ? 1 : 0);
    }

    public void float32(float value) {
        need(4);
        INTS.set(buffer, start -= 4, Float.floatToRawIntBits(value));
    }

    public void float64(double value) {
        need(8);
        LONGS.set(buffer, start -= 8, Double.doubleToRawLongBits(value));
    }

    /// The elements from the last to the first, in which order they are to be written.
    @SuppressWarnings("unchecked") // toArray gives what the collection holds
    public static <E> Collection<E> backwards(Collection<E> elements) {
        if (elements instanceof SequencedCollection<E> inOrder) return inOrder.reversed();
        return (Collection<E>) Arrays.asList(elements.toArray()).reversed();
    }

    /// The entries from the last to the first.
    public static <K, V> Collection<Map.Entry<K, V>> backwards(Map<K, V> map) {
        if (map instanceof SequencedMap<K, V> inOrder) return inOrder.reversed().entrySet();
        return backwards(map.entrySet());
    }

    private void seconds(int tag, Seconds value) {
        int end = size();
        if (value.nanos() != 0) int32(16, value.nanos());
        if (value.seconds() != 0) int64(8, value.seconds());
        length(tag, end);
    }

    /// Copies a text to where it would end at the start, and says whether it is all ASCII, so that
    /// it may stay. Without an exit, which would make the loop twice as slow.
    private boolean shortAscii(String value) {
        int length = value.length();
        byte[] to = buffer;
        int from = start - length;
        int bits = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            bits |= c;
            to[from + i] = (byte) c;
        }
        return bits < 0x80;
    }

    /// The same, by what the JDK does many bytes at a time.
    private boolean longAscii(String value) {
        int length = value.length();
        ByteBuffer to = ByteBuffer.wrap(buffer, start - length, length);
        for (int i = 0; i < length; i += chars.capacity()) {
            int end = Math.min(length, i + chars.capacity());
            value.getChars(i, end, chars.array(), 0);
            CoderResult result = ascii.reset().encode(chars.clear().limit(end - i), to, true);
            if (!result.isUnderflow()) return false;
        }
        return true;
    }

    private void wide(int tag, String value) {
        if (!Utf8.paired(value)) throw new CodecException("a text has half of a surrogate pair");
        bytes(tag, value.getBytes(StandardCharsets.UTF_8));
    }

    private void putInt(int value) {
        if (value >>> 7 == 0) buffer[--start] = (byte) value;
        else putLongVarint(value & 0xffff_ffffL);
    }

    private void putLong(long value) {
        if (value >>> 7 == 0) buffer[--start] = (byte) value;
        else putLongVarint(value);
    }

    private void putLongVarint(long value) {
        int at = start - Varints.length(value);
        start = at;
        while (value >>> 7 != 0) {
            buffer[at++] = (byte) (0x80 | value);
            value >>>= 7;
        }
        buffer[at] = (byte) value;
    }

    private void need(int bytes) {
        if (start < bytes) grow(bytes);
    }

    private void grow(int bytes) {
        long wanted = Math.max(2L * buffer.length, (long) size() + bytes);
        if ((long) size() + bytes > Integer.MAX_VALUE - 8)
            throw new CodecException("a message would be over 2 GiB");
        byte[] bigger = new byte[(int) Math.min(wanted, Integer.MAX_VALUE - 8)];
        int offset = bigger.length - size();
        System.arraycopy(buffer, start, bigger, offset, size());
        buffer = bigger;
        start = offset;
    }
}

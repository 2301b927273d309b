// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.sticky;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.pool.persistence.Binding;
import dev.galley.pool.persistence.SessionKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// What balancers tell, in bytes: the format, then groups of a pool's name, a member's name, and
/// how many sessions of {@value #SESSION} bytes follow. Numbers are big-endian, names have their
/// length in two bytes before them.
final class Segment {
    private static final byte FORMAT = 1;
    private static final int SESSION = 1 + 4 * Long.BYTES;

    private final ByteBuffer bytes;

    private Segment(int most) {
        bytes = ByteBuffer.allocate(most).put(FORMAT);
    }

    /// @param told by the names of pools
    /// @param most the longest segment, in bytes; 1 KiB or more
    static List<byte[]> of(Map<String, List<Binding>> told, int most) {
        List<byte[]> ended = new ArrayList<>();
        Segment segment = new Segment(most);
        for (var pool : told.entrySet())
            for (var member : byMember(pool.getValue()).entrySet())
                segment = segment.put(pool.getKey(), member.getKey(), member.getValue(), ended);
        if (!segment.isEmpty()) ended.add(segment.end());
        return ended;
    }

    private static Map<String, List<Binding>> byMember(List<Binding> told) {
        Map<String, List<Binding>> byMember = new LinkedHashMap<>();
        for (Binding one : told)
            byMember.computeIfAbsent(one.member(), _ -> new ArrayList<>()).add(one);
        return byMember;
    }

    /// @param ended takes those that are full
    /// @return where there is room for more
    private Segment put(String pool, String member, List<Binding> told, List<byte[]> ended) {
        int done = put(pool, member, told);
        if (done == told.size() || (done == 0 && isEmpty())) return this;
        ended.add(end());
        List<Binding> left = told.subList(done, told.size());
        return new Segment(bytes.capacity()).put(pool, member, left, ended);
    }

    /// @return how many there was room for
    private int put(String pool, String member, List<Binding> told) {
        byte[] first = pool.getBytes(UTF_8), second = member.getBytes(UTF_8);
        int head = first.length + second.length + 2 * Short.BYTES + Integer.BYTES;
        int count = Math.min(told.size(), (bytes.remaining() - head) / SESSION);
        if (count <= 0) return 0;
        name(first);
        name(second);
        bytes.putInt(count);
        told.subList(0, count).forEach(this::put);
        return count;
    }

    private void name(byte[] name) {
        bytes.putShort((short) name.length).put(name);
    }

    private void put(Binding one) {
        SessionKey key = one.key();
        bytes.put((byte) (key.address() ? 1 : 0)).putLong(key.high()).putLong(key.low());
        bytes.putLong(one.version()).putLong(one.used());
    }

    private boolean isEmpty() {
        return bytes.position() == 1;
    }

    private byte[] end() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /// Reads one. What another version has written in another format is passed over, and so is the
    /// rest of what is no segment.
    ///
    /// @param reader takes a pool's name, and what is told of it
    static void read(byte[] segment, BiConsumer<String, List<Binding>> reader) {
        ByteBuffer bytes = ByteBuffer.wrap(segment);
        try {
            if (bytes.get() != FORMAT) return;
            while (bytes.hasRemaining()) reader.accept(name(bytes), group(bytes));
        } catch (BufferUnderflowException e) {
            // Cut off: what was told in it is told again.
        }
    }

    private static String name(ByteBuffer bytes) {
        int length = Short.toUnsignedInt(bytes.getShort());
        if (length > bytes.remaining()) throw new BufferUnderflowException();
        byte[] name = new byte[length];
        bytes.get(name);
        return new String(name, UTF_8);
    }

    private static List<Binding> group(ByteBuffer bytes) {
        String member = name(bytes);
        int count = bytes.getInt();
        if (count < 0) throw new BufferUnderflowException();
        List<Binding> told = new ArrayList<>(Math.min(count, bytes.remaining() / SESSION));
        for (int i = 0; i < count; i++) {
            boolean address = bytes.get() == 1;
            var key = new SessionKey(address, bytes.getLong(), bytes.getLong());
            told.add(new Binding(key, member, bytes.getLong(), bytes.getLong()));
        }
        return told;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.netlink;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The attributes of a message, or of an attribute that holds some (netlink(7)). Every length is
/// checked against what is there. Of two of one type the later counts. Immutable.
public final class Attributes {
    private static final int HEADER = 4, TYPE = 0x3FFF;

    private final Map<Integer, ByteBuffer> values = new LinkedHashMap<>();

    private Attributes() {}

    /// Reads from position to limit.
    ///
    /// @throws ProtocolException if a length does not fit
    public static Attributes parse(ByteBuffer bytes) throws ProtocolException {
        Attributes attributes = new Attributes();
        ByteBuffer rest = bytes.slice().order(ByteOrder.nativeOrder());
        while (rest.remaining() >= HEADER) {
            int start = rest.position();
            int length = rest.getShort(start) & 0xFFFF;
            if (length < HEADER || length > rest.remaining())
                throw new ProtocolException(
                        "an attribute of " + length + " bytes where " + rest.remaining() + " are");
            int type = rest.getShort(start + 2) & TYPE;
            attributes.values.put(
                    type,
                    rest.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder()));
            rest.position(start + Math.min((length + 3) & ~3, rest.remaining()));
        }
        return attributes;
    }

    public boolean has(int type) {
        return values.containsKey(type);
    }

    public int u8(int type) throws ProtocolException {
        return need(type, 1).get(0) & 0xFF;
    }

    public int u16(int type) throws ProtocolException {
        return need(type, 2).getShort(0) & 0xFFFF;
    }

    /// A 16-bit number in the network's byte order, as ports are.
    public int be16(int type) throws ProtocolException {
        ByteBuffer value = need(type, 2);
        return ((value.get(0) & 0xFF) << 8) | (value.get(1) & 0xFF);
    }

    public int u32(int type) throws ProtocolException {
        return need(type, 4).getInt(0);
    }

    public long u64(int type) throws ProtocolException {
        return need(type, 8).getLong(0);
    }

    public byte[] bytes(int type) throws ProtocolException {
        ByteBuffer value = need(type, 0).duplicate();
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    /// A text, with or without the NUL at its end.
    public String string(int type) throws ProtocolException {
        String text = new String(bytes(type), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    public Attributes nest(int type) throws ProtocolException {
        return parse(need(type, 0));
    }

    private ByteBuffer need(int type, int size) throws ProtocolException {
        @Nullable ByteBuffer value = values.get(type);
        if (value == null) throw new ProtocolException("no attribute " + type);
        if (value.remaining() < size)
            throw new ProtocolException(
                    "attribute " + type + " has " + value.remaining() + " bytes, not " + size);
        return value;
    }
}

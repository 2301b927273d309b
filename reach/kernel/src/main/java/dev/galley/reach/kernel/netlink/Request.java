// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.netlink;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.nativeOrder;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A netlink message being written (netlink(7), RFC 3549 §2.2): after the header the family's own
/// structure, then attributes, each padded to 4 bytes. Numbers are in the host's byte order unless
/// a method says otherwise. One thread at a time.
public final class Request {
    public static final int DUMP = 0x300, CREATE = 0x400, EXCLUSIVE = 0x200, REPLACE = 0x100;
    static final int HEADER = 16;
    private static final int ASK = 1, ACKNOWLEDGE = 4;
    private static final short NESTED = (short) 0x8000;

    /// Messages of ours are far smaller.
    private static final int ROOM = 16 * 1024;

    private final String what;
    private final ByteBuffer buffer = ByteBuffer.allocate(ROOM).order(nativeOrder());

    /// Begins a message.
    ///
    /// @param what what it asks, as in `add the service 10.0.0.1:80`: errors begin with it
    /// @param flags besides those of any request: such as [#DUMP] or [#CREATE]
    public Request(String what, int type, int flags) {
        this.what = what;
        boolean dump = (flags & DUMP) == DUMP;
        buffer.putInt(0)
                .putShort((short) type)
                .putShort((short) (flags | ASK | (dump ? 0 : ACKNOWLEDGE)))
                .putLong(0);
    }

    /// The family's own structure, before any attribute; its length is a multiple of 4.
    public Request structure(byte[] bytes) {
        buffer.put(bytes);
        return this;
    }

    public Request bytes(int type, byte[] value) {
        return attribute(type, at -> at.put(value));
    }

    public Request u8(int type, int value) {
        return attribute(type, at -> at.put((byte) value));
    }

    public Request u16(int type, int value) {
        return attribute(type, at -> at.putShort((short) value));
    }

    /// A 16-bit number in the network's byte order, as ports are.
    public Request be16(int type, int value) {
        return attribute(type, at -> at.put((byte) (value >> 8)).put((byte) value));
    }

    public Request u32(int type, int value) {
        return attribute(type, at -> at.putInt(value));
    }

    /// A 32-bit number in the network's byte order, as masks are.
    public Request be32(int type, int value) {
        return attribute(type, at -> at.order(BIG_ENDIAN).putInt(value).order(nativeOrder()));
    }

    public Request string(int type, String value) {
        return attribute(type, at -> at.put(value.getBytes(StandardCharsets.UTF_8)).put((byte) 0));
    }

    /// An attribute that holds attributes.
    public Request nest(int type, Consumer<Request> content) {
        return attribute(type | NESTED, _ -> content.accept(this));
    }

    private Request attribute(int type, Consumer<ByteBuffer> value) {
        int start = buffer.position();
        buffer.putShort((short) 0).putShort((short) type);
        value.accept(buffer);
        buffer.putShort(start, (short) (buffer.position() - start));
        while (buffer.position() % 4 != 0) buffer.put((byte) 0);
        return this;
    }

    String what() {
        return what;
    }

    /// The message, from position to limit.
    ByteBuffer message(int sequence) {
        return buffer.duplicate()
                .order(nativeOrder())
                .putInt(0, buffer.position())
                .putInt(8, sequence)
                .flip();
    }
}

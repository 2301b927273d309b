// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What HELLO says.
///
///     version u16 | message u32 | window u32 | streams u32 | nonce 32 bytes | name u8 + UTF-8
///
/// What follows is of a later version, and skipped.
final class Greeting {
    private final int version;
    private final int message;
    private final int window;
    private final int streams;
    private final String name;
    private final byte[] bytes;

    static final int NONCE = 32;
    private static final int FIXED = 14 + NONCE + 1;

    /// What is said by a side of these terms.
    ///
    /// @param nonce 32 random bytes, never used before
    static Greeting of(Terms terms, byte[] nonce) {
        byte[] name = terms.name().getBytes(StandardCharsets.UTF_8);
        if (name.length > 255) throw new IllegalArgumentException("name: 255 bytes at the most");
        ByteBuffer out =
                ByteBuffer.allocate(FIXED + name.length)
                        .putShort((short) Format.VERSION)
                        .putInt(terms.message())
                        .putInt(terms.window())
                        .putInt(terms.streams())
                        .put(nonce)
                        .put((byte) name.length)
                        .put(name);
        return new Greeting(
                Format.VERSION,
                terms.message(),
                terms.window(),
                terms.streams(),
                terms.name(),
                out.array());
    }

    /// @throws WireException if it is too short, or says what can't be
    static Greeting read(byte[] bytes) throws WireException {
        if (bytes.length < FIXED) throw new WireException("HELLO is too short");
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = in.getShort() & 0xffff;
        int message = in.getInt(), window = in.getInt(), streams = in.getInt();
        in.position(in.position() + NONCE);
        int length = in.get() & 0xff;
        if (length > in.remaining()) throw new WireException("HELLO is too short for its name");
        if (version == 0 || message < 1 || window < 1 || streams < 1)
            throw new WireException("HELLO has a zero where none can be");
        String name = new String(bytes, FIXED, length, StandardCharsets.UTF_8);
        return new Greeting(version, message, window, streams, name, bytes);
    }

    private Greeting(int version, int message, int window, int streams, String name, byte[] bytes) {
        this.version = version;
        this.message = message;
        this.window = window;
        this.streams = streams;
        this.name = name;
        this.bytes = bytes;
    }

    /// The highest version that the side speaks.
    int version() {
        return version;
    }

    /// The longest message that it takes.
    int message() {
        return message;
    }

    /// What it takes of a call before it must give room.
    int window() {
        return window;
    }

    /// How many calls it takes at a time.
    int streams() {
        return streams;
    }

    String name() {
        return name;
    }

    /// The whole payload: what the proofs are made of.
    byte[] bytes() {
        return bytes;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What HELLO says.
///
///     version u16 | message u32 | window u32 | streams u32 | nonce 32 bytes | name u8 + UTF-8
///
/// What follows is of a later version, and skipped.
///
/// @param version the highest that the side speaks
/// @param bytes the whole payload: what the proofs are made of
record Greeting(int version, int message, int window, int streams, String name, byte[] bytes) {
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

    @Override
    public boolean equals(Object other) {
        return other instanceof Greeting that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "HELLO of " + name;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/// SipHash-2-4 with 128 bits of output: a keyed hash that nobody without the key can predict, and a
/// message authentication code (Aumasson and Bernstein, "SipHash: a fast short-input PRF",
/// INDOCRYPT 2012).
///
/// It keeps session ids out of the memory: a table holds what they hash to. And it signs cookies.
record SipHash(long k0, long k1) {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// The hash.
    ///
    /// @param first the first eight bytes of the output, as a little-endian number
    /// @param second the last eight
    record Hash(long first, long second) {}

    static SipHash random() {
        SecureRandom random = new SecureRandom();
        return new SipHash(random.nextLong(), random.nextLong());
    }

    /// Of `b[from..to)`.
    Hash of(byte[] b, int from, int to) {
        State state = new State(this);
        int p = from;
        for (; to - p >= 8; p += 8) state.absorb((long) LONG.get(b, p));
        long last = (long) (to - from) << 56;
        for (int shift = 0; p < to; p++, shift += 8) last |= (b[p] & 0xFFL) << shift;
        state.absorb(last);
        return state.end();
    }

    /// Of two numbers, sixteen bytes.
    Hash of(long first, long second) {
        State state = new State(this);
        state.absorb(first);
        state.absorb(second);
        state.absorb(16L << 56);
        return state.end();
    }

    /// Of text, in UTF-8.
    Hash of(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /// Lives for one hash, in registers.
    private static final class State {
        private long v0, v1, v2, v3;

        State(SipHash key) {
            v0 = key.k0 ^ 0x736f6d6570736575L;
            v1 = key.k1 ^ 0x646f72616e646f6dL ^ 0xee;
            v2 = key.k0 ^ 0x6c7967656e657261L;
            v3 = key.k1 ^ 0x7465646279746573L;
        }

        void absorb(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        Hash end() {
            v2 ^= 0xee;
            for (int i = 0; i < 4; i++) round();
            long first = v0 ^ v1 ^ v2 ^ v3;
            v1 ^= 0xdd;
            for (int i = 0; i < 4; i++) round();
            return new Hash(first, v0 ^ v1 ^ v2 ^ v3);
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}

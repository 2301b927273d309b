// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Text from UTF-8 (RFC 3629), strictly.
final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /// Most texts are short and ASCII: these in a few instructions, without a loop or a call.
    ///
    /// @throws CharacterCodingException if it is malformed
    @SuppressWarnings("deprecation") // of all constructors the one that just copies Latin-1
    static String text(byte[] bytes, int start, int length) throws CharacterCodingException {
        if (length > 16 || !ascii(bytes, start, length)) return wide(bytes, start, length);
        return new String(bytes, 0, start, length);
    }

    /// Whether none of up to 16 bytes has its high bit: two words are looked at, which may overlap.
    private static boolean ascii(byte[] bytes, int start, int length) {
        int end = start + length;
        if (length >= 8) {
            long bits = (long) LONGS.get(bytes, start) | (long) LONGS.get(bytes, end - 8);
            return (bits & HIGH_BITS) == 0;
        }
        if (length >= 4) {
            int bits = (int) INTS.get(bytes, start) | (int) INTS.get(bytes, end - 4);
            return (bits & (int) HIGH_BITS) == 0;
        }
        return length == 0 || (bytes[start] | bytes[start + length / 2] | bytes[end - 1]) >= 0;
    }

    private static String wide(byte[] bytes, int start, int length)
            throws CharacterCodingException {
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        // What is malformed has become U+FFFD; which may have been there, too.
        if (text.indexOf('\ufffd') < 0) return text;
        var decoder = StandardCharsets.UTF_8.newDecoder();
        return decoder.decode(ByteBuffer.wrap(bytes, start, length)).toString();
    }

    /// Whether each half of a surrogate pair has the other, without which there is no UTF-8 of it.
    static boolean paired(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) continue;
            if (++i == text.length() || !Character.isSurrogatePair(c, text.charAt(i))) return false;
        }
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Text from UTF-8 (RFC 3629), strictly.
final class Utf8 {
    private Utf8() {}

    /// @throws CharacterCodingException if it is malformed
    static String text(byte[] bytes, int start, int length) throws CharacterCodingException {
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

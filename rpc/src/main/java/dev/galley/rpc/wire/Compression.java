// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.rpc.codec.CodecException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Messages compressed by DEFLATE (RFC 1951), each by itself, the fastest way:
///
///     length u32 of the message | the deflated message
final class Compression {
    private static final int LENGTH = 4;

    private Compression() {}

    /// The message compressed; null: it is better sent as it is.
    static byte @Nullable [] of(Terms terms, byte[] bytes, int offset, int length) {
        boolean isLong = terms.compress() > 0 && length >= terms.compress();
        return isLong ? deflate(bytes, offset, length) : null;
    }

    /// The message compressed; null if that makes it no smaller.
    static byte @Nullable [] deflate(byte[] bytes, int offset, int length) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(bytes, offset, length);
            deflater.finish();
            byte[] out = new byte[length];
            int most = length - LENGTH - 1;
            if (most <= 0) return null;
            int size = deflater.deflate(out, LENGTH, most);
            if (!deflater.finished()) return null;
            ByteBuffer.wrap(out).putInt(length);
            return java.util.Arrays.copyOf(out, LENGTH + size);
        } finally {
            deflater.end();
        }
    }

    /// The message as it was.
    ///
    /// @param longest that may come out; nothing more than that is ever allocated
    /// @throws CodecException if it is no compressed message, or a longer one
    static byte[] inflate(byte[] compressed, int longest) {
        if (compressed.length < LENGTH)
            throw new CodecException("a compressed message is cut short");
        int length = ByteBuffer.wrap(compressed).getInt();
        if (length < 0 || length > longest)
            throw new CodecException(
                    "a message has "
                            + Integer.toUnsignedString(length)
                            + " bytes, "
                            + longest
                            + " are allowed");
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(compressed, LENGTH, compressed.length - LENGTH);
            byte[] out = new byte[length];
            int size = inflater.inflate(out);
            // The last bytes may be the mark of the end alone, which one more call takes in.
            if (!inflater.finished() && inflater.inflate(new byte[1]) > 0)
                throw new CodecException("a compressed message is longer than it says");
            if (size != length || !inflater.finished())
                throw new CodecException("a compressed message is shorter than it says");
            return out;
        } catch (DataFormatException e) {
            throw new CodecException("a compressed message is broken: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.rpc.codec.CodecException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Messages compressed by gzip (RFC 1952).
final class Gzip {
    private Gzip() {}

    /// The message, smaller; null: it would not be.
    static byte @Nullable [] deflate(byte[] message, int offset, int length) {
        var bytes = new ByteArrayOutputStream(length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(message, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size() < length ? bytes.toByteArray() : null;
    }

    /// The message as it was.
    ///
    /// @param longest that may come out
    /// @throws CodecException if it is no compressed message, or a longer one
    static byte[] inflate(byte[] compressed, int longest) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] out = in.readNBytes(longest);
            if (in.read() >= 0)
                throw new CodecException("a message has more than " + longest + " bytes");
            return out;
        } catch (IOException e) {
            throw new CodecException("a message is not compressed by gzip: " + e.getMessage());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.rpc.codec.CodecException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/// Messages that came compressed by gzip (RFC 1952).
final class Gzip {
    private Gzip() {}

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

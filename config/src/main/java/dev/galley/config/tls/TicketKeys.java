// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A file of keys for session tickets (RFC 5077), as `openssl rand 80` writes one.
public final class TicketKeys {
    /// The length of a key.
    public static final int BYTES = 80;

    private static final int MOST = 16;

    private TicketKeys() {}

    /// The keys, the newest first.
    ///
    /// @throws IOException if they can't be used, with a message that names the file
    public static List<byte[]> read(String file) throws IOException {
        byte[] bytes = Pem.bytes(Path.of(file));
        int count = bytes.length / BYTES;
        if (bytes.length % BYTES != 0 || count == 0 || count > MOST)
            throw new IOException(
                    "%s has %d bytes; it must have 80 for each of 1 to %d keys: openssl rand 80 > %s"
                            .formatted(file, bytes.length, MOST, file));
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < count; i++)
            keys.add(Arrays.copyOfRange(bytes, i * BYTES, (i + 1) * BYTES));
        return keys;
    }
}

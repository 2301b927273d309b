// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Bytes as they come. Room is made for what has come, never for what is only promised.
final class Gathered {
    private static final int FIRST = 4096;

    private byte[] bytes = {};
    private int size;

    int size() {
        return size;
    }

    /// How many bytes are kept for them.
    int held() {
        return bytes.length;
    }

    /// @param most how many there will be altogether, at most
    void add(ByteBuf from, int length, int most) {
        if (size + length > bytes.length) {
            long twice = Math.max(FIRST, Math.max(2L * bytes.length, size + length));
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(most, size + length), twice));
        }
        from.readBytes(bytes, size, length);
        size += length;
    }

    /// All that came; begins anew.
    byte[] take() {
        byte[] all = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        bytes = new byte[0];
        size = 0;
        return all;
    }
}

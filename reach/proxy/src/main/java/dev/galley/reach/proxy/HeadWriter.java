// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Where a head is put together before it is written; one a loop. Grows as needed: what goes in is
/// bounded by the limits of what was read.
final class HeadWriter {
    private byte[] b = new byte[16 * 1024];
    private int n;

    HeadWriter reset() {
        n = 0;
        return this;
    }

    HeadWriter put(byte[] bytes) {
        return put(bytes, 0, bytes.length);
    }

    HeadWriter put(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, b, n, to - from);
        n += to - from;
        return this;
    }

    HeadWriter put(char c) {
        room(1);
        b[n++] = (byte) c;
        return this;
    }

    /// Writes Latin-1 text.
    @SuppressWarnings(
            "deprecation") // getBytes(int, int, byte[], int) is the one copy of Latin-1 that makes
    // no array
    HeadWriter put(String text) {
        room(text.length());
        text.getBytes(0, text.length(), b, n);
        n += text.length();
        return this;
    }

    HeadWriter number(long value) {
        room(20);
        int digits = 1;
        for (long v = value; v >= 10; v /= 10) digits++;
        long rest = value;
        for (int i = n + digits - 1; i >= n; i--) {
            b[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        n += digits;
        return this;
    }

    HeadWriter crlf() {
        return put('\r').put('\n');
    }

    /// What was written, with room for `more` bytes behind it.
    ByteBuf buffer(ByteBufAllocator allocator, int more) {
        return allocator.directBuffer(n + more).writeBytes(b, 0, n);
    }

    /// A copy of what was written.
    byte[] bytes() {
        return java.util.Arrays.copyOf(b, n);
    }

    private void room(int more) {
        if (b.length - n < more) b = java.util.Arrays.copyOf(b, Math.max(2 * b.length, n + more));
    }
}

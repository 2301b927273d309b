// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

/// Normalises a path once (RFC 3986 section 6.2.2): percent-encoded unreserved characters are
/// decoded, the hexadecimal digits of the others made upper case, dot segments removed. What is
/// routed on is what is passed on.
final class Path {
    byte[] bytes = new byte[256];
    int length;

    /// Reads `b[from..to)`, which begins with a slash.
    ///
    /// @return false if it has a broken percent-encoding, an encoded NUL, or leads above the root
    boolean read(byte[] b, int from, int to) {
        if (bytes.length < to - from) bytes = new byte[to - from];
        length = 0;
        for (int p = from; p < to; p++) {
            if (b[p] != '%') put(b[p]);
            else if (!decode(b, p, to)) return false;
            else p += 2;
        }
        return removeDots();
    }

    private void put(int c) {
        bytes[length++] = (byte) c;
    }

    private boolean decode(byte[] b, int p, int to) {
        if (p + 2 >= to || !Chars.hex(b[p + 1]) || !Chars.hex(b[p + 2])) return false;
        int c = Chars.digit(b[p + 1]) << 4 | Chars.digit(b[p + 2]);
        if (c == 0) return false;
        if (c < 0x7F && Chars.host((byte) c)) {
            put(c);
        } else {
            put('%');
            put(upper(b[p + 1]));
            put(upper(b[p + 2]));
        }
        return true;
    }

    private static int upper(byte b) {
        return b >= 'a' ? b & ~0x20 : b;
    }

    /// RFC 3986 section 5.2.4, in place.
    private boolean removeDots() {
        int out = 0;
        for (int p = 0; p < length; ) {
            int end = p + 1;
            while (end < length && bytes[end] != '/') end++;
            int segment = end - p - 1;
            boolean dot = segment == 1 && bytes[p + 1] == '.';
            boolean dots = segment == 2 && bytes[p + 1] == '.' && bytes[p + 2] == '.';
            if (dots) {
                if (out == 0) return false;
                while (bytes[--out] != '/') {}
            }
            if (!dot && !dots) {
                System.arraycopy(bytes, p, bytes, out, end - p);
                out += end - p;
            } else if (end == length) {
                bytes[out++] = '/';
            }
            p = end;
        }
        length = out;
        return true;
    }
}

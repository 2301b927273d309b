// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import java.nio.charset.StandardCharsets;

/// A cookie, read as servers do in the wild (RFC 6265, sections 4.2 and 5.2): pairs are parted by
/// semicolons, names are told apart by their case, quotes around a value are not part of it.
public final class CookieClue implements Clue {
    private final String text;
    private final byte[] name;

    CookieClue(String name) {
        this.text = name;
        this.name = name.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String cookie() {
        return text;
    }

    /// The first value of the cookie in `b[from..to)`, the value of a Cookie line; {@link
    /// Span#NONE} if it is not there.
    public long find(byte[] b, int from, int to) {
        return find(b, from, to, name);
    }

    static long find(byte[] b, int from, int to, byte[] name) {
        for (int p = from; p < to; p = end(b, p, to) + 1)
            if (names(b, p, to, name)) return value(b, p, end(b, p, to));
        return Span.NONE;
    }

    /// Whether the pair that begins at `from`, after spaces, is of this cookie.
    static boolean names(byte[] b, int from, int to, byte[] name) {
        int p = skip(b, from, to);
        if (to - p <= name.length) return false;
        for (int i = 0; i < name.length; i++) if (b[p + i] != name[i]) return false;
        return b[skip(b, p + name.length, to - 1)] == '=';
    }

    /// Where the pair at `from` ends: at its semicolon, or at `to`.
    public static int end(byte[] b, int from, int to) {
        int p = from;
        while (p < to && b[p] != ';') p++;
        return p;
    }

    /// What follows the first equals sign, without spaces and quotes around it.
    static long value(byte[] b, int from, int to) {
        int start = from;
        while (b[start] != '=') start++;
        start = skip(b, start + 1, to);
        int end = to;
        while (end > start && blank(b[end - 1])) end--;
        boolean quoted = end - start >= 2 && b[start] == '"' && b[end - 1] == '"';
        return quoted ? Span.of(start + 1, end - 1) : Span.of(start, end);
    }

    private static int skip(byte[] b, int from, int to) {
        int p = from;
        while (p < to && blank(b[p])) p++;
        return p;
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    /// The value that `b[from..to)`, the value of a Set-Cookie line, gives the cookie; {@link
    /// Span#NONE} if it is about another one.
    ///
    /// @param name in any case
    public static long set(byte[] b, int from, int to, String name) {
        int end = end(b, from, to);
        int p = skip(b, from, end);
        if (end - p <= name.length()) return Span.NONE;
        for (int i = 0; i < name.length(); i++)
            if (lower(b[p + i]) != lower((byte) name.charAt(i))) return Span.NONE;
        p = skip(b, p + name.length(), end - 1);
        return b[p] == '=' ? value(b, p, end) : Span.NONE;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }
}

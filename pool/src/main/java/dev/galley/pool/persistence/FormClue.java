// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/// A field of a form, as browsers send forms: `application/x-www-form-urlencoded` (WHATWG URL
/// Standard, section 5) or `multipart/form-data` (RFC 7578).
public final class FormClue implements Clue {
    private static final byte[] BREAK = "\r\n".getBytes(US_ASCII);
    private static final byte[] BLANK = "\r\n\r\n".getBytes(US_ASCII);
    private static final int LONGEST_BOUNDARY = 70;

    private final String text;
    private final byte[] name;
    private final byte[] disposition;

    FormClue(String name) {
        this.text = name;
        this.name = name.getBytes(US_ASCII);
        this.disposition = (" name=\"" + name + "\"").getBytes(US_ASCII);
    }

    @Override
    public String cookie() {
        return text;
    }

    /// Its first value in `b[0..length)`, the beginning of an urlencoded body, or all of it; the
    /// value is decoded in place. {@link Span#NONE} if it is not there, or not to its end.
    public long inUrlencoded(byte[] b, int length, boolean whole) {
        int start = 0;
        for (int p = 0; p <= length; p++) {
            if (p < length && b[p] != '&') continue;
            if (p == length && !whole) return Span.NONE;
            if (named(b, start, p)) return decoded(b, start + name.length + 1, p);
            start = p + 1;
        }
        return Span.NONE;
    }

    private boolean named(byte[] b, int from, int to) {
        if (to - from <= name.length || b[from + name.length] != '=') return false;
        return at(b, from, name);
    }

    private static long decoded(byte[] b, int from, int to) {
        int out = from;
        for (int p = from; p < to; p++) {
            int high = p + 2 < to ? Character.digit(b[p + 1], 16) : -1;
            int low = p + 2 < to ? Character.digit(b[p + 2], 16) : -1;
            boolean escape = b[p] == '%' && high >= 0 && low >= 0;
            b[out++] = escape ? (byte) (high << 4 | low) : b[p] == '+' ? (byte) ' ' : b[p];
            if (escape) p += 2;
        }
        return Span.of(from, out);
    }

    /// The boundary that a Content-Type names; null: it is not of such a form.
    public static @Nullable String boundary(String type) {
        int at = type.toLowerCase(java.util.Locale.ROOT).indexOf("boundary=");
        if (at < 0) return null;
        String value = type.substring(at + "boundary=".length());
        String plain =
                value.startsWith("\"") && value.indexOf('"', 1) > 0
                        ? value.substring(1, value.indexOf('"', 1))
                        : value.split("[; \t]", 2)[0];
        return plain.isEmpty() || plain.length() > LONGEST_BOUNDARY ? null : plain;
    }

    /// Its first value in `b[0..length)`, the beginning of a multipart body; {@link Span#NONE} if
    /// it is not there, or not to its end.
    public long inMultipart(byte[] b, int length, String boundary) {
        byte[] line = ("--" + boundary).getBytes(ISO_8859_1);
        int part = find(b, 0, length, line);
        while (part >= 0) {
            int head = part + line.length;
            int next = find(b, head, length, line);
            int content = find(b, head, length, BLANK);
            if (next < 0 || content < 0) return Span.NONE;
            if (content < next && names(b, head, content))
                return Span.of(content + BLANK.length, next - BREAK.length);
            part = next;
        }
        return Span.NONE;
    }

    /// Whether the head of a part has this field's name; parameters of the same line are parted by
    /// semicolons and spaces.
    private boolean names(byte[] b, int from, int to) {
        return find(b, from, to, disposition) >= 0;
    }

    private static int find(byte[] b, int from, int to, byte[] wanted) {
        for (int p = from; p <= to - wanted.length; p++) if (at(b, p, wanted)) return p;
        return -1;
    }

    private static boolean at(byte[] b, int from, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) if (b[from + i] != wanted[i]) return false;
        return true;
    }
}

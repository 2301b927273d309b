// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tokens of JSON (RFC 8259).
final class JsonText {
    /// What it costs to convert a number grows with the square of its length.
    private static final int LONGEST_NUMBER = 1000;

    /// The names read so far of all objects that are open, the outermost first; before those of
    /// each there is a null.
    final List<@Nullable String> names = new ArrayList<>();

    private final byte[] bytes;
    private final int from;
    private final int end;
    private int at;

    JsonText(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        from = offset;
        at = offset;
        end = offset + length;
    }

    /// The next byte that is no white space, where reading goes on; -1 at the end.
    int peek() {
        for (; at < end; at++) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') return b & 0xff;
        }
        return -1;
    }

    void expect(char wanted) {
        if (peek() != wanted) throw error("expected " + wanted + found());
        at++;
    }

    /// Takes `word` if it comes next.
    boolean found(String word) {
        peek();
        if (word.length() > end - at) return false;
        for (int i = 0; i < word.length(); i++) if (bytes[at + i] != word.charAt(i)) return false;
        at += word.length();
        return true;
    }

    /// A quoted text, without its quotes.
    String string() {
        if (peek() != '"') throw error("expected a text in quotes" + found());
        at++;
        String plain = run();
        if (bytes[at++] == '"') return plain;
        StringBuilder text = new StringBuilder(plain);
        do {
            text.append(escaped());
            text.append(run());
        } while (bytes[at++] != '"');
        if (!Utf8.paired(text)) throw error("half of a surrogate pair");
        return text.toString();
    }

    /// What comes before the next quote or backslash.
    private String run() {
        int start = at;
        for (; at < end; at++) {
            byte b = bytes[at];
            if (b == '"' || b == '\\') return text(start);
            if (b >= 0 && b < ' ')
                throw error("a control character in a text; write \\u00" + hex(b));
        }
        throw error("a text without its closing quote");
    }

    private String text(int start) {
        try {
            return Utf8.text(bytes, start, at - start);
        } catch (CharacterCodingException e) {
            throw error("not UTF-8");
        }
    }

    /// What follows a backslash.
    private char escaped() {
        byte b = at < end ? bytes[at++] : 0;
        return switch (b) {
            case '"', '\\', '/' -> (char) b;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw error("a backslash that escapes nothing");
        };
    }

    private char unit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < end ? Character.digit(bytes[at++] & 0xff, 16) : -1;
            if (digit < 0) throw error("\\u without four hexadecimal digits");
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    /// A number as it is written.
    String number() {
        peek();
        int start = at;
        skip('-');
        if (!skip('0')) digits();
        if (skip('.')) digits();
        if (skip('e') || skip('E')) {
            if (!skip('+')) skip('-');
            digits();
        }
        if (at - start > LONGEST_NUMBER)
            throw error("a number of more than " + LONGEST_NUMBER + " characters");
        return ascii(start, at);
    }

    /// A number as it is written, where it may be in quotes.
    String anyNumber() {
        if (peek() != '"') return number();
        at++;
        if (at < end && bytes[at] <= ' ') throw error("expected a digit" + found());
        String number = number();
        if (!skip('"')) throw error("a number without its closing quote");
        return number;
    }

    private void digits() {
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') at++;
        if (at == start) throw error("expected a digit" + found());
    }

    private boolean skip(char c) {
        if (at == end || bytes[at] != c) return false;
        at++;
        return true;
    }

    private String ascii(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private String found() {
        if (at == end) return "; it ends here";
        byte b = bytes[at];
        return b > ' ' && b < 0x7f ? ", found " + (char) b : ", found the byte 0x" + hex(b);
    }

    private static String hex(byte b) {
        return "" + Character.forDigit(b >> 4 & 15, 16) + Character.forDigit(b & 15, 16);
    }

    /// What is wrong, and where: the members that lead there, and how many bytes from the start.
    CodecException error(String what) {
        StringBuilder path = new StringBuilder();
        for (int i = 1; i < names.size(); i++)
            if (names.get(i) != null && (i + 1 == names.size() || names.get(i + 1) == null))
                path.append(path.isEmpty() ? "" : ".").append(names.get(i));
        if (!path.isEmpty()) path.append(", ");
        return new CodecException(path + "byte " + (at - from) + ": " + what);
    }
}

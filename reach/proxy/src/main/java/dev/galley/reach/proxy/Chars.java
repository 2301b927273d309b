// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

/// Which bytes may stand where in a head (RFC 9110 section 5.6.2, RFC 9112 section 5, RFC 3986
/// section 3).
final class Chars {
    private static final byte TOKEN = 1, VALUE = 2, PATH = 4, QUERY = 8, HOST = 16, HEX = 32;
    private static final byte[] KINDS = new byte[256];

    static {
        for (int c = 0x20; c < 0x100; c++) if (c != 0x7F) KINDS[c] |= VALUE;
        KINDS['\t'] |= VALUE;
        // What browsers leave as it is (WHATWG URL, path and query percent-encode sets), and what
        // curl sends of JSON in a query, goes through, as it does with nginx and HAProxy; what
        // could be read in two ways does not: # begins a fragment, and to some servers \ is a /.
        for (int c = 0x21; c < 0x7F; c++) if ("#<>".indexOf(c) < 0) KINDS[c] |= QUERY;
        for (int c = 0x21; c < 0x7F; c++) if ("#<>\"?\\".indexOf(c) < 0) KINDS[c] |= PATH;
        for (char c = '0'; c <= '9'; c++) KINDS[c] |= TOKEN | HOST | HEX;
        for (char c = 'a'; c <= 'z'; c++) KINDS[c] |= TOKEN | HOST;
        for (char c = 'A'; c <= 'Z'; c++) KINDS[c] |= TOKEN | HOST;
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) KINDS[c] |= TOKEN;
        for (char c : "-._~".toCharArray()) KINDS[c] |= HOST;
        for (char c : "abcdefABCDEF".toCharArray()) KINDS[c] |= HEX;
    }

    private Chars() {}

    static boolean token(byte b) {
        return (KINDS[b & 0xFF] & TOKEN) != 0;
    }

    static boolean value(byte b) {
        return (KINDS[b & 0xFF] & VALUE) != 0;
    }

    static boolean path(byte b) {
        return (KINDS[b & 0xFF] & PATH) != 0;
    }

    static boolean query(byte b) {
        return (KINDS[b & 0xFF] & QUERY) != 0;
    }

    static boolean host(byte b) {
        return (KINDS[b & 0xFF] & HOST) != 0;
    }

    static boolean hex(byte b) {
        return (KINDS[b & 0xFF] & HEX) != 0;
    }

    /// The value of a hexadecimal digit.
    static int digit(byte b) {
        return b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10;
    }

    static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }

    /// Whether `b[from..to)` is `word`, which is in lower case, in any case.
    static boolean is(byte[] b, int from, int to, byte[] word) {
        if (to - from != word.length) return false;
        for (int i = 0; i < word.length; i++) if (lower(b[from + i]) != word[i]) return false;
        return true;
    }
}

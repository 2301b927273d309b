// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import java.nio.charset.StandardCharsets;

/// A parameter of the URL: of the query, `?NAME=ID`, or of the path, `;NAME=ID` (RFC 3986, section
/// 3.3; what servlet containers put there for clients without cookies).
public final class UrlClue implements Clue {
    private final String text;
    private final byte[] name;

    UrlClue(String name) {
        this.text = name;
        this.name = name.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String cookie() {
        return text;
    }

    /// Its first value in `b[from..to)`, a query without its question mark; {@link Span#NONE} if it
    /// is not there.
    public long inQuery(byte[] b, int from, int to) {
        int start = from;
        for (int p = from; p <= to; p++) {
            if (p < to && b[p] != '&' && b[p] != ';') continue;
            if (named(b, start, p)) return Span.of(start + name.length + 1, p);
            start = p + 1;
        }
        return Span.NONE;
    }

    /// Its last value in `b[from..to)`, a path; {@link Span#NONE} if it is not there.
    public long inPath(byte[] b, int from, int to) {
        int end = to;
        for (int p = to - 1; p >= from; p--) {
            if (b[p] != ';' && b[p] != '/') continue;
            if (b[p] == ';' && named(b, p + 1, end)) return Span.of(p + name.length + 2, end);
            end = p;
        }
        return Span.NONE;
    }

    /// Its value in `b[from..to)`, a URL; {@link Span#NONE} if it is not there.
    public long inUrl(byte[] b, int from, int to) {
        int query = from;
        while (query < to && b[query] != '?') query++;
        int end = query;
        while (end < to && b[end] != '#') end++;
        long found = query < end ? inQuery(b, query + 1, end) : Span.NONE;
        return found == Span.NONE ? inPath(b, from, query) : found;
    }

    private boolean named(byte[] b, int from, int to) {
        if (to - from <= name.length || b[from + name.length] != '=') return false;
        for (int i = 0; i < name.length; i++) if (b[from + i] != name[i]) return false;
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.Limits;
import java.nio.charset.StandardCharsets;

/// The head of a request: method, target and host, beside the fields.
final class RequestHead extends Head {
    private static final int MOST_METHOD = 32;

    int methodFrom;
    int methodTo;

    /// The path and query that are matched and passed on, normalised once: `path[pathFrom..pathTo)`
    /// and `b[queryFrom..queryTo)`, the question mark not within; `queryFrom` is -1 if there is
    /// none.
    byte[] path = b;

    int pathFrom;
    int pathTo;
    int queryFrom;
    int queryTo;

    /// The authority without the port and with it, in `b`; all 0 if there is none (HTTP/1.0).
    int hostFrom;

    int hostTo;
    int authorityTo;

    boolean expectContinue;
    boolean head;

    private final Path normalised = new Path();

    boolean is(String method) {
        int length = methodTo - methodFrom;
        if (length != method.length()) return false;
        for (int i = 0; i < length; i++) if (b[methodFrom + i] != method.charAt(i)) return false;
        return true;
    }

    /// Whether the method may be sent again without harm (RFC 9110 section 9.2.2).
    boolean idempotent() {
        return is("GET") || is("HEAD") || is("OPTIONS") || is("PUT") || is("DELETE");
    }

    boolean hasBody() {
        return chunked || contentLength > 0;
    }

    @Override
    int parseStart(Limits limits) {
        hostFrom = hostTo = authorityTo = 0;
        queryFrom = -1;
        expectContinue = head = false;
        int p = 0;
        // RFC 9112 section 2.2: one empty line before the request is forgiven.
        if (size > 0 && b[0] == '\r') {
            if (size < 2) return MORE;
            if (b[1] != '\n') return refuse(400, "bare CR");
            p = 2;
        }
        methodFrom = p;
        while (p < size && Chars.token(b[p]) && p - methodFrom <= MOST_METHOD) p++;
        if (p == size) return MORE;
        methodTo = p;
        if (b[p] != ' ' || p == methodFrom) return refuse(400, "bad method");
        return parseTarget(p + 1, limits);
    }

    private int parseTarget(int from, Limits limits) {
        int p = from;
        while (p < size && b[p] > ' ' && b[p] < 0x7F) p++;
        if (p - from > limits.line().bytes()) return refuse(414, "target too long");
        if (p == size) return MORE;
        if (b[p] != ' ' || p == from) return refuse(400, "bad target");
        int version = parseVersion(p + 1);
        if (version <= 0) return version;
        int status = readTarget(from, p);
        return status == 0 ? version : -status;
    }

    private int parseVersion(int p) {
        if (p + 10 > size) return endOfLine(p) ? refuse(400, "bad version") : MORE;
        if (b[p] != 'H' || b[p + 1] != 'T' || b[p + 2] != 'T' || b[p + 3] != 'P' || b[p + 4] != '/')
            return refuse(400, "bad version");
        boolean digits = digit(p + 5) && b[p + 6] == '.' && digit(p + 7);
        if (!digits || b[p + 8] != '\r' || b[p + 9] != '\n') return refuse(400, "bad version");
        if (b[p + 5] != '1' || b[p + 7] > '1') return refuse(505, "HTTP version not supported");
        http11 = b[p + 7] == '1';
        return p + 10;
    }

    private boolean endOfLine(int p) {
        for (; p < size; p++) if (b[p] == '\n') return true;
        return false;
    }

    private boolean digit(int p) {
        return b[p] >= '0' && b[p] <= '9';
    }

    /// The four forms of RFC 9112 section 3.2; CONNECT, and with it the authority form, is refused.
    private int readTarget(int from, int to) {
        if (is("CONNECT") || is("TRACE")) return refused(405, "method not allowed");
        head = is("HEAD");
        if (b[from] == '/') return readPath(from, to);
        if (b[from] == '*' && to - from == 1 && is("OPTIONS")) {
            path = b;
            pathFrom = from;
            pathTo = to;
            return 0;
        }
        int scheme = scheme(from, to);
        return scheme == 0 ? refused(400, "bad target") : readAbsolute(from + scheme, to);
    }

    private int scheme(int from, int to) {
        if (to - from > 7 && Chars.is(b, from, from + 7, SCHEME_HTTP)) return 7;
        if (to - from > 8 && Chars.is(b, from, from + 8, SCHEME_HTTPS)) return 8;
        return 0;
    }

    private static final byte[] SCHEME_HTTP = Words.of("http://");
    private static final byte[] SCHEME_HTTPS = Words.of("https://");

    private int readAbsolute(int from, int to) {
        int p = from;
        while (p < to && b[p] != '/' && b[p] != '?') p++;
        if (!readAuthority(from, p)) return refused(400, "bad authority");
        if (p < to && b[p] == '/') return readPath(p, to);
        path = SLASH;
        pathFrom = 0;
        pathTo = 1;
        return p < to ? readQuery(p + 1, to) : 0;
    }

    private static final byte[] SLASH = {'/'};

    private int readPath(int from, int to) {
        int p = from;
        boolean plain = true;
        for (; p < to && b[p] != '?'; p++) {
            if (!Chars.path(b[p])) return refused(400, "bad character in the path");
            if (b[p] == '%' || (b[p] == '.' && b[p - 1] == '/')) plain = false;
        }
        path = b;
        pathFrom = from;
        pathTo = p;
        if (!plain && !normalise(from, p)) return refused(400, "bad path");
        return p < to ? readQuery(p + 1, to) : 0;
    }

    private boolean normalise(int from, int to) {
        if (!normalised.read(b, from, to)) return false;
        path = normalised.bytes;
        pathFrom = 0;
        pathTo = normalised.length;
        return true;
    }

    private int readQuery(int from, int to) {
        for (int p = from; p < to; p++)
            if (!Chars.query(b[p])) return refused(400, "bad character in the query");
        queryFrom = from;
        queryTo = to;
        return 0;
    }

    /// host [":" port] (RFC 3986 section 3.2.2): names, IPv4 and bracketed IPv6, never user
    /// information.
    private boolean readAuthority(int from, int to) {
        int p = from;
        if (p < to && b[p] == '[') {
            p++;
            while (p < to && (Chars.hex(b[p]) || b[p] == ':' || b[p] == '.')) p++;
            if (p == to || b[p] != ']' || p - from < 3) return false;
            p++;
        } else {
            while (p < to && Chars.host(b[p])) p++;
        }
        if (p == from || p - from > 255) return false;
        int end = p;
        if (p < to && !port(p, to)) return false;
        hostFrom = from;
        hostTo = end;
        authorityTo = to;
        return true;
    }

    private boolean port(int colon, int to) {
        if (b[colon] != ':' || to - colon > 6 || to - colon < 2) return false;
        int port = 0;
        for (int p = colon + 1; p < to; p++) {
            if (!digit(p)) return false;
            port = port * 10 + (b[p] - '0');
        }
        return port <= 65535;
    }

    @Override
    int understand() {
        int hosts = 0;
        boolean absolute = authorityTo > 0, upgradeField = false;
        int codings = 0;
        for (int i = 0; i < count; i++) {
            switch (field[i]) {
                case HOST -> {
                    int from = hostFrom, to = hostTo, end = authorityTo;
                    if (++hosts > 1 || !readAuthority(valueFrom[i], valueTo[i]))
                        return refused(400, "bad Host");
                    if (absolute) {
                        hostFrom = from;
                        hostTo = to;
                        authorityTo = end;
                    }
                }
                case CONTENT_LENGTH -> {
                    if (!readLength(i)) return refused(400, "bad Content-Length");
                }
                case TRANSFER_ENCODING -> {
                    if (++codings > 1) return refused(400, "more than one Transfer-Encoding");
                    int status = readCoding(i);
                    if (status != 0) return status;
                }
                case CONNECTION -> {
                    if (!readConnection(i)) return refused(400, "bad Connection");
                }
                case UPGRADE -> upgradeField = !Chars.is(b, valueFrom[i], valueTo[i], Words.H2C);
                case EXPECT -> {
                    if (!Chars.is(b, valueFrom[i], valueTo[i], Words.CONTINUE_100))
                        return refused(417, "unknown expectation");
                    expectContinue = http11;
                }
                default -> {}
            }
        }
        if (hosts == 0 && http11) return refused(400, "no Host");
        if (chunked && contentLength >= 0)
            return refused(400, "Content-Length and Transfer-Encoding");
        if (chunked && !http11) return refused(400, "Transfer-Encoding in HTTP/1.0");
        upgrade = upgrade && upgradeField && http11 && !hasBody();
        if (!http11 && !keepAlive) close = true;
        return 0;
    }

    /// Only `chunked`, alone: what is unknown is answered with 501 (RFC 9112 section 6.1).
    private int readCoding(int i) {
        int from = valueFrom[i], to = valueTo[i];
        if (Chars.is(b, from, to, Words.CHUNKED)) {
            chunked = true;
            return 0;
        }
        String value = text(from, to).toLowerCase(java.util.Locale.ROOT);
        boolean one = !value.isEmpty() && value.chars().allMatch(c -> Chars.token((byte) c));
        boolean last = value.endsWith(", chunked") && !value.startsWith(",");
        return one || last
                ? refused(501, "unknown transfer coding")
                : refused(400, "bad Transfer-Encoding");
    }

    private int refused(int status, String why) {
        problem = why;
        return status;
    }

    String target() {
        String query = queryFrom < 0 ? "" : "?" + text(queryFrom, queryTo);
        return new String(path, pathFrom, pathTo - pathFrom, StandardCharsets.ISO_8859_1) + query;
    }
}

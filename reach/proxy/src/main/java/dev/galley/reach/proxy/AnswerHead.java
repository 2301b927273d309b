// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.Limits;

/// The head of an answer: status, beside the fields.
final class AnswerHead extends Head {
    private static final byte[] START = Words.of("HTTP/1.");

    int status;

    /// Where the reason phrase ends: `b[0..lineEnd)` is the status line without its CRLF.
    int lineEnd;

    @Override
    int parseStart(Limits limits) {
        for (int p = 0; p < Math.min(size, START.length); p++)
            if (b[p] != START[p]) return refuse(502, "bad status line");
        if (size < 13) return MORE;
        if ((b[7] != '0' && b[7] != '1') || b[8] != ' ') return refuse(502, "bad status line");
        http11 = b[7] == '1';
        status = 0;
        for (int p = 9; p < 12; p++) {
            if (b[p] < '0' || b[p] > '9') return refuse(502, "bad status");
            status = status * 10 + (b[p] - '0');
        }
        if (status < 100 || status > 599) return refuse(502, "bad status");
        return parseReason();
    }

    private int parseReason() {
        if (b[12] != ' ' && b[12] != '\r') return refuse(502, "bad status line");
        int p = 12;
        while (p < size && Chars.value(b[p])) p++;
        if (p + 1 >= size) return MORE;
        if (b[p] != '\r' || b[p + 1] != '\n') return refuse(502, "bad status line");
        lineEnd = p;
        return p + 2;
    }

    @Override
    int understand() {
        int codings = 0;
        for (int i = 0; i < count; i++) {
            boolean good =
                    switch (field[i]) {
                        case CONTENT_LENGTH -> readLength(i);
                        case TRANSFER_ENCODING -> ++codings == 1 && chunkedAlone(i);
                        case CONNECTION -> readConnection(i);
                        default -> true;
                    };
            if (!good) return 502;
        }
        if (chunked && (contentLength >= 0 || !http11)) return 502;
        if (!http11 && !keepAlive) close = true;
        return 0;
    }

    private boolean chunkedAlone(int i) {
        chunked = Chars.is(b, valueFrom[i], valueTo[i], Words.CHUNKED);
        return chunked;
    }

    /// Whether the answer to a request has no body whatever its fields say (RFC 9112 section 6.3).
    boolean bodiless(boolean toHead) {
        return toHead || status < 200 || status == 204 || status == 304;
    }
}

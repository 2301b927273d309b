// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// As much of an HTTP/1.1 answer (RFC 9112) as a check needs. For one thread.
final class HttpAnswer {
    /// The part of the body in which a text is sought, in bytes.
    static final int BODY_LIMIT = 64 * 1024;

    private final Input input;
    private final boolean toHead;
    private int status;
    private final List<String> headers = new ArrayList<>(12);

    /// @param toHead whether the request was a HEAD: no body follows
    HttpAnswer(Wire wire, boolean toHead) {
        this.input = new Input(wire);
        this.toHead = toHead;
    }

    /// Reads up to the body; interim answers (1xx) are passed over.
    void readHead() throws IOException {
        do {
            status = status(input.line());
            headers.clear();
            for (String line = input.line(); !line.isEmpty(); line = input.line())
                headers.add(line);
        } while (status < 200 && status != 101);
    }

    int status() {
        return status;
    }

    /// Whether a header line of this name has this value; `*` is any value.
    boolean has(String name, String value) {
        return headers.stream()
                .filter(line -> isNamed(line, name))
                .anyMatch(line -> value.equals("*") || valueOf(line).equals(value));
    }

    /// Whether the text is in the first [#BODY_LIMIT] bytes of the body. Looks each time before it
    /// would wait for more, so that an endless answer passes too.
    boolean bodyContains(byte[] text) throws IOException {
        Body body = body();
        byte[] seen = new byte[1024];
        int length = 0;
        int searched = 0;
        while (length < BODY_LIMIT) {
            if (input.empty()) {
                if (contains(seen, searched, length, text)) return true;
                searched = Math.max(0, length - text.length + 1);
            }
            int next = body.next();
            if (next < 0) break;
            if (length == seen.length) seen = Arrays.copyOf(seen, 4 * length);
            seen[length++] = (byte) next;
        }
        return contains(seen, searched, length, text);
    }

    private static boolean contains(byte[] bytes, int from, int to, byte[] text) {
        for (int i = from; i + text.length <= to; i++)
            if (Arrays.equals(bytes, i, i + text.length, text, 0, text.length)) return true;
        return false;
    }

    private static int status(String line) throws IOException {
        if (!line.startsWith("HTTP/1.") || line.length() < 12 || line.charAt(8) != ' ')
            throw new IOException("not an HTTP/1 answer");
        int code = 0;
        for (int i = 9; i < 12; i++) {
            char c = line.charAt(i);
            if (c < '0' || c > '9') throw new IOException("not an HTTP/1 answer");
            code = 10 * code + c - '0';
        }
        return code;
    }

    private static boolean isNamed(String line, String name) {
        return line.length() > name.length()
                && line.charAt(name.length()) == ':'
                && line.regionMatches(true, 0, name, 0, name.length());
    }

    private static String valueOf(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /// How the body ends (RFC 9112 §6.3).
    private Body body() throws IOException {
        if (toHead || status == 204 || status == 304) return () -> -1;
        if (headers.stream().anyMatch(h -> isNamed(h, "transfer-encoding")))
            return has("transfer-encoding", "chunked") ? new Chunks() : unknownCoding();
        for (String line : headers)
            if (isNamed(line, "content-length")) return new Counted(length(valueOf(line)));
        return input::next;
    }

    private static Body unknownCoding() throws IOException {
        throw new IOException("malformed answer: unknown transfer coding");
    }

    private static long length(String digits) throws IOException {
        if (!digits.matches("[0-9]{1,18}"))
            throw new IOException("malformed answer: content-length " + digits);
        return Long.parseLong(digits);
    }

    /// The bytes of a body.
    private interface Body {
        /// The next one; -1 at the end.
        int next() throws IOException;
    }

    private final class Counted implements Body {
        private long left;

        Counted(long length) {
            left = length;
        }

        @Override
        public int next() throws IOException {
            return left-- > 0 ? input.next() : -1;
        }
    }

    /// RFC 9112 §7.1.
    private final class Chunks implements Body {
        private int left;
        private boolean first = true;

        @Override
        public int next() throws IOException {
            if (left < 0) return -1;
            if (left == 0 && !startChunk()) return -1;
            left--;
            return input.next();
        }

        private boolean startChunk() throws IOException {
            input.restart();
            if (!first && !input.line().isEmpty()) throw bad();
            first = false;
            String size = input.line().replaceFirst("\\s*;.*", "");
            if (!size.matches("[0-9a-fA-F]{1,7}")) throw bad();
            left = Integer.parseInt(size, 16);
            if (left == 0) left = -1;
            return left > 0;
        }

        private IOException bad() {
            return new IOException("malformed answer: broken chunk");
        }
    }
}

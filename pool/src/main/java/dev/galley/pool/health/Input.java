// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.IOException;

/// What comes from a member, byte by byte or line by line. For one thread.
final class Input {
    /// All lines of one answer, in bytes.
    static final int LIMIT = 16 * 1024;

    private final Wire wire;
    private final byte[] buffer = new byte[2048];
    private int at;
    private int end;
    private int lineBytes;

    Input(Wire wire) {
        this.wire = wire;
    }

    /// Whether the next byte may have to be waited for.
    boolean empty() {
        return at == end;
    }

    /// The next byte; -1 at the end.
    int next() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, wire.read(buffer));
            if (end == 0) return -1;
        }
        return buffer[at++] & 0xFF;
    }

    /// The next byte of an answer that has not come to its end.
    int need() throws IOException {
        int next = next();
        if (next < 0) throw new IOException("closed before the answer was complete");
        return next;
    }

    /// A new answer begins: lines count from here.
    void restart() {
        lineBytes = 0;
    }

    /// The next line, without its end; each byte is a character.
    String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = needOfLine(); next != '\n'; next = needOfLine()) line.append((char) next);
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') line.setLength(last);
        return line.toString();
    }

    private int needOfLine() throws IOException {
        if (++lineBytes > LIMIT) throw new IOException("lines of an answer above 16 KiB");
        return need();
    }
}

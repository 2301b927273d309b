// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import java.time.Instant;

/// Writes one JSON object on one line.
final class LogLine {
    private final HeadWriter out;

    LogLine(HeadWriter out) {
        this.out = out;
    }

    LogLine time() {
        out.put("{\"time\":\"").put(Instant.now().toString()).put('"');
        return this;
    }

    LogLine text(String name, String value) {
        name(name).out.put('"').put(escaped(value)).put('"');
        return this;
    }

    LogLine number(String name, long value) {
        name(name).out.number(value);
        return this;
    }

    LogLine seconds(long nanos) {
        String micros = Long.toString(1_000_000 + nanos / 1000 % 1_000_000);
        name("seconds").out.number(nanos / 1_000_000_000).put('.').put(micros.substring(1));
        return this;
    }

    void end() {
        out.put("}\n");
    }

    private LogLine name(String name) {
        out.put(",\"").put(name).put("\":");
        return this;
    }

    /// Quotes, backslashes and whatever is not ASCII, so that no request can forge a line: as JSON
    /// escapes (RFC 8259 section 7).
    static String escaped(String value) {
        for (int i = 0; i < value.length(); i++)
            if (special(value.charAt(i))) return escapedFrom(value, i);
        return value;
    }

    private static boolean special(char c) {
        return c < 0x20 || c >= 0x7F || c == '"' || c == '\\';
    }

    private static String escapedFrom(String value, int first) {
        StringBuilder text = new StringBuilder(value.substring(0, first));
        for (int i = first; i < value.length(); i++) {
            char c = value.charAt(i);
            if (special(c)) text.append(String.format("\\u%04x", (int) c));
            else text.append(c);
        }
        return text.toString();
    }
}

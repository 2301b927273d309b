// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Amounts, as people read them.
final class Words {
    private Words() {}

    /// `1,234`.
    static String count(double n) {
        return String.format(Locale.ROOT, "%,.0f", n);
    }

    /// `1 pool`, `2 pools`.
    static String some(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    /// `3 of 2 to 10: 96 in flight, 32 for each`; empty: it does not follow its load.
    static String scale(JsonNode scale) {
        if (scale.isMissingNode()) return "";
        return "%d of %d to %d: %s"
                .formatted(
                        scale.path("wanted").asInt(0),
                        scale.path("min").asInt(0),
                        scale.path("max").asInt(0),
                        scale.path("because").asString(""));
    }

    /// The two largest units: `3 d 4 h`, `12 m 5 s`, `7 s`.
    static String time(Duration time) {
        long s = Math.max(0, time.toSeconds());
        if (s >= 86_400) return s / 86_400 + " d " + s % 86_400 / 3600 + " h";
        if (s >= 3600) return s / 3600 + " h " + s % 3600 / 60 + " m";
        if (s >= 60) return s / 60 + " m " + s % 60 + " s";
        return s + " s";
    }

    /// `0.42 ms`, `31 ms`, `1.2 s`; `-` for a negative one: unknown.
    static String latency(double seconds) {
        if (seconds < 0) return "-";
        if (seconds < 0.01) return String.format(Locale.ROOT, "%.2f ms", seconds * 1e3);
        if (seconds < 1) return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.time.Duration;
import java.util.regex.Pattern;

/// Durations as the file has them: `250ms`, `5s`, `1m30s`, `2d`.
public final class Durations {
    /// Each unit once at the most, the greatest first.
    static final String PATTERN =
            "(?=.)([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?";

    private static final Pattern PART = Pattern.compile("([0-9]+)([a-z]+)");

    private Durations() {}

    /// Reads what the file or a user has.
    ///
    /// @throws IllegalArgumentException with a sentence, if it is none
    public static Duration parse(String text) {
        if (!text.matches(PATTERN))
            throw new IllegalArgumentException(
                    text + " is no duration, such as 250ms, 5s or 1m30s");
        return PART.matcher(text)
                .results()
                .map(m -> of(Long.parseLong(m.group(1)), m.group(2)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "d" -> Duration.ofDays(amount);
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMillis(amount);
        };
    }
}

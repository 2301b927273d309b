// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;
import java.time.temporal.ChronoUnit;

/// How often something may happen; in the file `50/s`, `600/m` or `1000/h`.
///
/// @param count 1 to 1,000,000
/// @param per a second, a minute or an hour
@Written(what = "a rate", example = "50/s, 600/m or 1000/h", pattern = "[0-9]{1,9}/[smh]")
public record Rate(int count, ChronoUnit per) {
    private static final int MOST = 1_000_000;

    public Rate {
        if (count < 1 || count > MOST)
            throw new IllegalArgumentException(count + " is not in 1.." + MOST);
    }

    /// Reads what the file has.
    ///
    /// @throws IllegalArgumentException if the count is 0, or above 1,000,000
    public static Rate parse(String text) {
        int slash = text.indexOf('/');
        return new Rate(
                Integer.parseInt(text.substring(0, slash)),
                switch (text.charAt(slash + 1)) {
                    case 's' -> ChronoUnit.SECONDS;
                    case 'm' -> ChronoUnit.MINUTES;
                    default -> ChronoUnit.HOURS;
                });
    }

    @Override
    public String toString() {
        return count
                + switch (per) {
                    case SECONDS -> "/s";
                    case MINUTES -> "/m";
                    default -> "/h";
                };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;

/// A time of the day to the minute; in the file `08:00`, and `24:00` for the end of the day.
///
/// @param minutes since midnight, 0 to 1440
@Written(
        what = "a time of the day",
        example = "08:00, 23:30 or 24:00",
        pattern = "([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
public record TimeOfDay(int minutes) {
    private static final int DAY = 24 * 60;

    public TimeOfDay {
        if (minutes < 0 || minutes > DAY)
            throw new IllegalArgumentException(minutes + " is not in 0.." + DAY);
    }

    /// Reads what the file has.
    public static TimeOfDay parse(String text) {
        int hours = Integer.parseInt(text.substring(0, 2));
        return new TimeOfDay(60 * hours + Integer.parseInt(text.substring(3)));
    }

    @Override
    public String toString() {
        return "%02d:%02d".formatted(minutes / 60, minutes % 60);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/// A day of the calendar; in the file `2026-11-11`.
@Written(what = "a date", example = "2026-11-11", pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}")
public record CalendarDate(LocalDate day) {
    /// Reads what the file has.
    ///
    /// @throws IllegalArgumentException if there is no such day
    public static CalendarDate parse(String text) {
        try {
            return new CalendarDate(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("there is no such day", e);
        }
    }

    @Override
    public String toString() {
        return day.toString();
    }
}

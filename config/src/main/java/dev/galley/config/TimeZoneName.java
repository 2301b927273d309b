// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;
import java.time.DateTimeException;
import java.time.ZoneId;

/// A time zone by its name in the IANA database; in the file `Asia/Shanghai`.
@Written(
        what = "a time zone",
        example = "Asia/Shanghai or UTC",
        pattern = "[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
public record TimeZoneName(ZoneId zone) {
    /// Reads what the file has.
    ///
    /// @throws IllegalArgumentException if nobody knows it
    public static TimeZoneName parse(String text) {
        try {
            return new TimeZoneName(ZoneId.of(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no such time zone", e);
        }
    }

    @Override
    public String toString() {
        return zone.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;

/// Status codes from `first` to `last`, both in: `204` or `200-399`.
@Written(
        what = "a status code or a range of them",
        example = "204 or 200-399",
        pattern = "[1-5][0-9]{2}(-[1-5][0-9]{2})?",
        number = true)
public record StatusRange(int first, int last) {
    public StatusRange {
        if (first < 100 || last > 599 || first > last)
            throw new IllegalArgumentException("must be a range within 100-599, such as 200-399");
    }

    /// Reads what the file has.
    ///
    /// @throws IllegalArgumentException if the first is above the last
    public static StatusRange parse(String text) {
        int first = Integer.parseInt(text.substring(0, 3));
        return new StatusRange(
                first, text.length() == 3 ? first : Integer.parseInt(text.substring(4)));
    }

    /// Whether `status` lies in the range.
    public boolean contains(int status) {
        return first <= status && status <= last;
    }
}

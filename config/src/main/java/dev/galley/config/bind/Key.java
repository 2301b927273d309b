// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import org.jspecify.annotations.Nullable;

/// A component of a record as a key of the file.
///
/// @param name the key
/// @param optional whether its value comes in an `Optional`
/// @param absent the value where the file has none; null also where `required`
/// @param required whether the file must have one
record Key(
        String name,
        Setting setting,
        Shape shape,
        Range range,
        boolean optional,
        @Nullable Object absent,
        boolean required) {
    /// What its range is: `0 to 1000`, `1 or more entries`; empty: anything.
    String limits() {
        boolean entries = shape instanceof Shape.Listing && !range.text().isEmpty();
        return range.text() + (entries ? " entries" : "");
    }

    /// The sentence about it, and its limits.
    String about() {
        return limits().isEmpty() ? setting.value() : setting.value() + " (" + limits() + ")";
    }

    /// A default out of its quotes.
    static String unquoted(String text) {
        return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;

/// A part of a whole; in the file a percentage (`20%`).
///
/// @param fraction 0.2 for `20%`; 0 or more
@Written(what = "a percentage", example = "20% or 0.5%", pattern = "[0-9]{1,6}(\\.[0-9]{1,6})?%")
public record Share(double fraction) implements Comparable<Share> {
    public Share {
        if (!(fraction >= 0)) throw new IllegalArgumentException("must not be negative");
    }

    /// Reads what the file has.
    public static Share parse(String text) {
        return new Share(Double.parseDouble(text.substring(0, text.length() - 1)) / 100);
    }

    @Override
    public int compareTo(Share other) {
        return Double.compare(fraction, other.fraction);
    }
}

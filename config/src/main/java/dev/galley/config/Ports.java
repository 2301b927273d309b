// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;

/// Ports that follow each other: `50000-50100`.
///
/// @param first 1 to 65535
/// @param last not below the first, and at most 1,023 above it
@Written(what = "a range of ports", example = "50000-50100", pattern = "[0-9]{1,5}-[0-9]{1,5}")
public record Ports(int first, int last) {
    private static final int MOST = 1024;

    public Ports {
        if (first < 1 || last < first || last > 65535)
            throw new IllegalArgumentException(
                    first + "-" + last + " is not a range within 1..65535, the lower port first");
        if (last - first >= MOST)
            throw new IllegalArgumentException(
                    first + "-" + last + " is more than " + MOST + " ports");
    }

    /// Reads what the file has.
    ///
    /// @throws IllegalArgumentException if that is no range, or too long a one
    public static Ports parse(String text) {
        int dash = text.indexOf('-');
        return new Ports(
                Integer.parseInt(text.substring(0, dash)),
                Integer.parseInt(text.substring(dash + 1)));
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// A part of a whole; in the file a percentage (`20%`).
///
/// @param fraction 0.2 for `20%`; 0 or more
public record Share(double fraction) {
    public Share {
        if (!(fraction >= 0)) throw new IllegalArgumentException("must not be negative");
    }
}

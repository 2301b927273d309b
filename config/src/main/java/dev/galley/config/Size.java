// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;
import java.util.List;

/// An amount of bytes; in the file `512B`, `64KiB`, `1MiB`, `2GiB` or a bare number of bytes.
///
/// @param bytes 0 or more
@Written(
        what = "a size",
        example = "512B, 64KiB or 1MiB",
        pattern = "[0-9]{1,12}(B|KiB|MiB|GiB|TiB)?",
        number = true)
public record Size(long bytes) implements Comparable<Size> {
    private static final List<String> UNITS = List.of("TiB", "GiB", "MiB", "KiB", "B");

    public Size {
        if (bytes < 0) throw new IllegalArgumentException("must not be negative");
    }

    /// Reads what the file has.
    ///
    /// @throws IllegalArgumentException if there are too many bytes for a `long`
    public static Size parse(String text) {
        String unit = UNITS.stream().filter(text::endsWith).findFirst().orElse("");
        long amount = Long.parseLong(text.substring(0, text.length() - unit.length()));
        int shift = unit.isEmpty() ? 0 : 10 * (UNITS.size() - 1 - UNITS.indexOf(unit));
        if (amount > Long.MAX_VALUE >> shift) throw new IllegalArgumentException("it is too large");
        return new Size(amount << shift);
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(bytes, other.bytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// An amount of bytes; in the file `512B`, `64KiB`, `1MiB`, `2GiB` or a bare number of bytes.
///
/// @param bytes 0 or more
public record Size(long bytes) {
    public Size {
        if (bytes < 0) throw new IllegalArgumentException("must not be negative");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// Status codes from `first` to `last`, both in: `204` or `200-399`.
public record StatusRange(int first, int last) {
    public StatusRange {
        if (first < 100 || last > 599 || first > last)
            throw new IllegalArgumentException("must be a range within 100-599, such as 200-399");
    }

    /// Whether `status` lies in the range.
    public boolean contains(int status) {
        return first <= status && status <= last;
    }
}

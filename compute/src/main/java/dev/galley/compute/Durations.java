// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import java.util.Arrays;

/// How long parts have taken of late, in nanoseconds.
final class Durations {
    private final long[] last = new long[63];
    private int count;

    void add(long nanos) {
        last[count++ % last.length] = nanos;
    }

    /// Of the last 63.
    ///
    /// @param none if there were none
    long median(long none) {
        if (count == 0) return none;
        long[] sorted = Arrays.copyOf(last, Math.min(count, last.length));
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

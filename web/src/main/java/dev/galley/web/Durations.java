// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;

/// How long requests took: a histogram.
///
/// @param boundsSeconds upper bounds of the buckets, rising; the last bucket has none
/// @param counts requests in each bucket (not in those below it): one more than bounds
/// @param sumSeconds all durations together
public record Durations(List<Double> boundsSeconds, List<Long> counts, double sumSeconds) {
    public Durations {
        if (counts.size() != boundsSeconds.size() + 1)
            throw new IllegalArgumentException(
                    counts.size() + " counts do not fit " + boundsSeconds.size() + " bounds");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import java.util.List;

/// Something that counts the requests that it is given: a member of a pool, a module on a node. Two
/// that are equal count the same. Any thread.
public interface Counter {
    /// Requests under way, or waiting.
    int inFlight();

    /// What has ended so far.
    Counts counts();

    /// Numbers that only grow.
    ///
    /// @param requests all that have ended
    /// @param byDuration those whose duration is known, a bucket for each of {@link
    ///   dev.galley.pool.Traffic#BOUNDS_MICROS} and one for what is slower
    record Counts(long requests, List<Long> byDuration) {
        public Counts {
            byDuration = List.copyOf(byDuration);
        }
    }
}

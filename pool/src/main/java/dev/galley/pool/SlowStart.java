// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

/// How much of its weight a member is given after it came up: a straight line in ten steps,
///
///     tenths = 1 + ⌊9 · elapsed / duration⌋,  at most 10
///
/// so that a cold JVM or an empty cache meets a tenth of its work first. Steps instead of a smooth
/// line because each one is a new snapshot.
final class SlowStart {
    private SlowStart() {}

    /// @param elapsed nanoseconds since the member came up
    /// @param duration of the whole start, in nanoseconds; 0: none
    static int tenths(long elapsed, long duration) {
        if (elapsed >= duration) return 10;
        return (int) (1 + 9 * Math.max(0, elapsed) / (double) duration);
    }
}

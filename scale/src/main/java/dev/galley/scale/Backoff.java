// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import java.time.Duration;

/// After what fails to start: 1 s of rest, then 2 s, 4 s and so on, up to a minute; from the
/// beginning once nothing has failed for two minutes. Any thread.
final class Backoff {
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();
    private static final long FORGOTTEN = 2 * LONGEST;

    private int failures;
    private long last;

    /// @param now in nanoseconds, never before that of the last call
    synchronized void failed(long now) {
        failures = failures > 0 && now - last > FORGOTTEN ? 1 : failures + 1;
        last = now;
    }

    /// Whether it is not yet time to try again.
    synchronized boolean waits(long now) {
        return failures > 0 && now - last < pause();
    }

    private long pause() {
        return Math.min(LONGEST, Duration.ofSeconds(1).toNanos() << Math.min(failures - 1, 6));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.net.SocketTimeoutException;
import java.time.Duration;

/// The moment by which a check must be over. Immutable.
///
/// @param timeout how long the check may take in all
/// @param at the moment, by `System.nanoTime`
record Deadline(Duration timeout, long at) {
    static Deadline in(Duration timeout) {
        return new Deadline(timeout, System.nanoTime() + timeout.toNanos());
    }

    /// @throws SocketTimeoutException if nothing is left
    long nanosLeft() throws SocketTimeoutException {
        long left = at - System.nanoTime();
        if (left <= 0) throw new SocketTimeoutException();
        return left;
    }

    /// At least 1.
    ///
    /// @throws SocketTimeoutException if nothing is left
    int millisLeft() throws SocketTimeoutException {
        return (int) Math.min(Integer.MAX_VALUE, (nanosLeft() + 999_999) / 1_000_000);
    }
}

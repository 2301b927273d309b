// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import java.time.Duration;

/// Whether callers are to come to a node again that was no member for a time. It still has its
/// modules, but what they answer from may not be ready (sessions are compared first): then they
/// come when it is, or after a while all the same. Nobody is kept away from a node that was ready
/// all the time, as when the coordination alone was away. For one thread.
final class Homecoming {
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();

    private boolean awaited;
    private long left;

    /// @param member whether it is a member
    /// @param ready whether what its modules answer from is ready
    /// @param now in nanoseconds, of no particular origin
    boolean welcomes(boolean member, boolean ready, long now) {
        if (!member) {
            awaited |= !ready;
            left = now;
        } else if (ready || now - left > LONGEST) awaited = false;
        return !awaited;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import java.time.Duration;

/// Whether callers are to come to a node again that was lost, or paused. It still has its modules,
/// but what they answer from may not be ready (sessions are compared first): then they come when it
/// is, or after a while all the same. A node that only has not heard of the coordination for a
/// time, as all of them when that is away, was not lost. For one thread.
final class Homecoming {
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();

    private boolean awaited;
    private long joined;
    private long came;

    /// @param out whether it was paused, or the others have gone on without it
    /// @param now in nanoseconds, of no particular origin
    /// @param epoch when it joined; 0: it is no member
    /// @param ready whether what its modules answer from is ready
    boolean welcomes(boolean out, long epoch, boolean ready, long now) {
        boolean again = joined != 0 && epoch != 0 && epoch != joined;
        if (epoch != 0) joined = epoch;
        if (out || again) {
            came = now;
            awaited |= !ready;
        }
        if ((ready && !out) || now - came > LONGEST) awaited = false;
        return !awaited;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import dev.galley.cluster.Standing;
import java.time.Duration;
import java.util.function.LongSupplier;

/// How long a node may take itself for a member, by its own clocks. The others count it out when
/// they have not heard of it for a session; it counts itself out before that, when the last round
/// trip that found it to be a member began longer ago than the lease (Gray and Cheriton, "Leases",
/// 1989). So a pause ends the lease as well, whatever the process believed when it was paused.
///
/// Two clocks are read, since the one that runs evenly stands still while a virtual machine is
/// suspended. When the other one is set forward, the node is out for a moment. Any thread.
final class Lease {
    /// How long the others wait for a sign of life, in milliseconds.
    static final int SESSION_MILLIS = 3000;

    /// As long as a session less what the others may have heard of the node before the round trip
    /// began: a tick of the ensemble, and a quarter of a second.
    static final Duration LENGTH = Duration.ofMillis(2250);

    private final LongSupplier nanos;
    private final LongSupplier millis;
    private boolean joined;
    private boolean out;
    private long outSince;
    private long confirmed;
    private long lastNanos;
    private long lastMillis;

    /// @param nanos the clock that runs evenly, in nanoseconds
    /// @param millis the clock on the wall, in milliseconds
    Lease(LongSupplier nanos, LongSupplier millis) {
        this.nanos = nanos;
        this.millis = millis;
        lastNanos = nanos.getAsLong();
        lastMillis = millis.getAsLong();
    }

    /// What {@link #confirmed} is to be given after a round trip that begins now.
    long begin() {
        return nanos.getAsLong();
    }

    /// A round trip has found this node to be a member.
    synchronized void confirmed(long begun) {
        long now = look();
        if (now - begun > LENGTH.toNanos() || (out && begun - outSince < 0)) return;
        out = false;
        joined = true;
        confirmed = begun;
    }

    /// The others have gone on without it.
    synchronized void lost() {
        if (joined) out(nanos.getAsLong());
    }

    /// What it is at this moment. Called every 100 ms as well: a gap between calls is a pause.
    synchronized Standing standing() {
        long now = look();
        if (!joined) return Standing.JOINING;
        if (out) return Standing.OUT;
        return now - confirmed > LENGTH.toNanos() ? Standing.ALONE : Standing.MEMBER;
    }

    private long look() {
        long now = nanos.getAsLong(), wall = millis.getAsLong();
        boolean paused =
                now - lastNanos > LENGTH.toNanos() || wall - lastMillis > LENGTH.toMillis();
        lastNanos = now;
        lastMillis = wall;
        if (paused && joined) out(now);
        return now;
    }

    private void out(long now) {
        out = true;
        outSince = now;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.net.Loop;
import dev.galley.net.Timed;
import dev.galley.pool.Lease;
import dev.galley.pool.Outcome;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Clients that were sent to members. What they do there nobody here sees: each counts as in flight
/// for a while, so that policies and limits that count have something to go by. Belongs to its
/// loop's thread.
final class Visits extends Timed {
    private record Visit(Lease lease, long start, long end) {}

    private final Loop loop;
    private final PriorityQueue<Visit> all =
            new PriorityQueue<>(Comparator.comparingLong((Visit visit) -> visit.end));

    Visits(Loop loop) {
        this.loop = loop;
    }

    void begin(Lease lease, long now, long nanos) {
        if (all.isEmpty()) loop.watch(this);
        all.add(new Visit(lease, now, now + nanos));
        next();
    }

    @Override
    protected void expired(long now) {
        for (Visit visit = all.peek(); visit != null && now - visit.end >= 0; visit = all.peek())
            all.remove().lease.close(Outcome.ANSWERED, visit.end - visit.start);
        next();
    }

    private void next() {
        Visit first = all.peek();
        if (first == null) loop.unwatch(this);
        else deadline(first.end);
    }
}

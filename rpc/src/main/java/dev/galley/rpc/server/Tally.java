// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.pool.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Calls that an implementation has served, counted as they end; outlives the implementation, so
/// that the numbers only grow. Any thread; no lock.
public final class Tally {
    private final LongAdder calls = new LongAdder();
    private final List<LongAdder> byDuration = new ArrayList<>();

    public Tally() {
        for (int i = 0; i <= Traffic.BOUNDS_MICROS.size(); i++) byDuration.add(new LongAdder());
    }

    /// A call that streams has ended: how long it took says nothing.
    void streamed() {
        calls.increment();
    }

    /// @param nanos how long the call took
    void served(long nanos) {
        calls.increment();
        byDuration.get(Traffic.bucket(nanos)).increment();
    }

    /// All calls.
    public long calls() {
        return calls.sum();
    }

    /// Those that do not stream by duration, a bucket for each of {@link Traffic#BOUNDS_MICROS} and
    /// one for what is slower.
    public List<Long> byDuration() {
        return byDuration.stream().map(LongAdder::sum).toList();
    }
}

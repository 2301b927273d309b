// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import dev.galley.scale.Counter.Counts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/// What there was to do between two looks, from counters that only grow. For one thread at a time.
final class Meter {
    private static final Counts NOTHING = new Counts(0, List.of());

    private final Supplier<? extends Collection<? extends Counter>> counters;
    private Map<Counter, Counts> counted = new HashMap<>();
    private long since;
    private double inFlight;
    private int samples;

    /// @param counters those of now, which may come and go
    /// @param now in nanoseconds
    Meter(Supplier<? extends Collection<? extends Counter>> counters, long now) {
        this.counters = counters;
        this.since = now;
        for (Counter counter : counters.get()) counted.put(counter, counter.counts());
    }

    /// Of all members of a pool, and of what waits for them.
    static Meter of(Pool pool, long now) {
        Waiting waiting = new Waiting(pool);
        return new Meter(
                () -> {
                    List<Counter> all = new ArrayList<>();
                    all.add(waiting);
                    for (Member member : pool.snapshot().roll()) all.add(new MemberCounter(member));
                    return all;
                },
                now);
    }

    /// Looks at what is under way; the work has the average of all such looks.
    void sample() {
        for (Counter counter : counters.get()) inFlight += counter.inFlight();
        samples++;
    }

    /// What was to do since the last call; nothing is known of the CPU.
    ///
    /// @param now in nanoseconds
    Work take(long now) {
        if (samples == 0) sample();
        Map<Counter, Counts> before = counted;
        counted = new HashMap<>();
        long requests = 0;
        long[] buckets = new long[Traffic.BOUNDS_MICROS.size() + 1];
        for (Counter counter : counters.get()) {
            Counts counts = counter.counts();
            counted.put(counter, counts);
            Counts was = before.getOrDefault(counter, NOTHING);
            requests += counts.requests() - was.requests();
            add(buckets, counts.byDuration(), 1);
            add(buckets, was.byDuration(), -1);
        }
        double seconds = Math.max(1, now - since) / 1e9;
        List<Long> byDuration = LongStream.of(buckets).boxed().toList();
        Work work = new Work(inFlight / samples, requests / seconds, Double.NaN, byDuration);
        since = now;
        inFlight = samples = 0;
        return work;
    }

    private static void add(long[] to, List<Long> counts, int sign) {
        for (int i = 0; i < counts.size(); i++) to[i] += sign * counts.get(i);
    }

    /// What waits for a member of a pool.
    private record Waiting(Pool pool) implements Counter {
        @Override
        public int inFlight() {
            return pool.queue().size();
        }

        @Override
        public Counts counts() {
            return NOTHING;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.pool.Member;
import dev.galley.pool.MemberState;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a pool had to do between two looks, from its counters, which only grow. For one thread at a
/// time.
final class Meter {
    private static final double SHARE = 0.95;

    private final Pool pool;
    private Map<Member, Traffic.Totals> counted = new HashMap<>();
    private Map<String, Duration> used = Map.of();
    private long since;
    private double inFlight;
    private int samples;

    Meter(Pool pool, long now) {
        this.pool = pool;
        this.since = now;
        for (Member member : pool.snapshot().roll()) counted.put(member, member.traffic().totals());
    }

    /// Looks at what is under way; the load has the average of all such looks.
    void sample() {
        inFlight += pool.queue().size();
        for (Member member : pool.snapshot().roll())
            inFlight += member.inFlight() + member.forwarded();
        samples++;
    }

    /// What was to do since the last call.
    ///
    /// @param cpu what those that serve have used since their start, by id, as far as that is known
    /// @param now in nanoseconds
    Load load(Map<String, Duration> cpu, long now) {
        if (samples == 0) sample();
        Map<Member, Traffic.Totals> before = counted;
        counted = new HashMap<>();
        long requests = 0;
        long[] buckets = new long[Traffic.BOUNDS_MICROS.size() + 1];
        for (Member member : pool.snapshot().roll()) {
            Traffic.Totals totals = member.traffic().totals();
            Traffic.Totals was = before.get(member);
            counted.put(member, totals);
            requests += totals.requests() - (was == null ? 0 : was.requests());
            for (int i = 0; i < buckets.length; i++)
                buckets[i] +=
                        totals.byDuration().get(i) - (was == null ? 0 : was.byDuration().get(i));
        }
        double seconds = Math.max(1, now - since) / 1e9;
        Load load =
                new Load(
                        serving(),
                        inFlight / samples,
                        requests / seconds,
                        cores(cpu, seconds),
                        quantile(buckets));
        since = now;
        inFlight = samples = 0;
        return load;
    }

    private int serving() {
        return (int)
                pool.snapshot().members().stream()
                        .filter(state -> state.status() == MemberState.Status.UP)
                        .count();
    }

    /// Those that are known at both ends speak for all.
    private double cores(Map<String, Duration> cpu, double seconds) {
        double nanos = 0;
        int known = 0;
        for (var each : cpu.entrySet()) {
            Duration was = used.get(each.getKey());
            if (was == null) continue;
            nanos += Math.max(0, each.getValue().minus(was).toNanos());
            known++;
        }
        used = cpu;
        return known == 0 ? Double.NaN : nanos / 1e9 / seconds / known * serving();
    }

    /// As Prometheus' `histogram_quantile`: a straight line within the bucket; what is slower than
    /// all bounds is taken for the last one.
    ///
    /// @return seconds; NaN if there are none
    private static double quantile(long[] buckets) {
        List<Long> bounds = Traffic.BOUNDS_MICROS;
        long all = 0;
        for (long count : buckets) all += count;
        if (all == 0) return Double.NaN;
        double left = SHARE * all;
        for (int i = 0; i < bounds.size(); i++) {
            if (left <= buckets[i]) {
                double below = i == 0 ? 0 : bounds.get(i - 1);
                return (below + (bounds.get(i) - below) * left / buckets[i]) / 1e6;
            }
            left -= buckets[i];
        }
        return bounds.getLast() / 1e6;
    }
}

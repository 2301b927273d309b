// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/// A moving average of latency that jumps up at once and comes down slowly:
///
///     x > cost:  cost = x
///     else:      cost = cost·w + x·(1 − w),   w = exp(−Δt / decay)
///
/// and that fades by the same w while nothing is measured, so that a member which was slow once is
/// tried again. Source: Finagle, PeakEwma.scala. Any thread: of two measurements at the same
/// instant one may be lost, which does no harm.
public final class PeakEwma {
    private static final AtomicLongFieldUpdater<PeakEwma> STAMP =
            AtomicLongFieldUpdater.newUpdater(PeakEwma.class, "stamp");

    private volatile long stamp;
    private volatile double cost;

    /// @param now the clock, in nanoseconds
    public PeakEwma(long now) {
        stamp = now;
    }

    /// Takes a measurement in.
    ///
    /// @param nanos the latency
    /// @param decay how long a slow answer is remembered, in nanoseconds
    public void observe(long nanos, long now, double decay) {
        long before = stamp;
        if (!STAMP.compareAndSet(this, before, now)) return;
        double old = cost;
        double w = fade(now - before, decay);
        cost = nanos > old ? nanos : old * w + nanos * (1 - w);
    }

    /// The average as it stands at `now`, in nanoseconds; 0 if nothing was measured yet.
    public double at(long now, double decay) {
        return cost * fade(now - stamp, decay);
    }

    /// e^−x; for the short times between the answers of a busy member by its series, which is exact
    /// to 2·10⁻⁷ below 0.01 and ten times as fast.
    private static double fade(long elapsed, double decay) {
        if (elapsed <= 0) return 1;
        double x = elapsed / decay;
        return x < 0.01 ? 1 - x + x * x / 2 : Math.exp(-x);
    }
}

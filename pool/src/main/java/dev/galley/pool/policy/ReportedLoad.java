// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

/// What one member said of its load, believed less the older it is:
///
///     load = neutral + (said − neutral)·exp(−age / 10 s)
///
/// where neutral is the recent average of what all members say: one that has fallen silent is in
/// the end taken for average, neither shunned nor overrun. Any thread; the last report wins.
public final class ReportedLoad {
    private static final double STALE_NANOS = 10e9;

    private volatile double said = Double.NaN;
    private volatile long stamp;

    /// Takes a report; what is not a number from 0 up is ignored.
    public void report(double load, long now, Neutral neutral) {
        if (!(load >= 0) || Double.isInfinite(load)) return;
        stamp = now;
        said = load;
        neutral.add(load);
    }

    /// The load as believed at `now`.
    public double at(long now, Neutral neutral) {
        double last = said;
        if (Double.isNaN(last)) return neutral.value();
        double trust = Math.exp(-Math.max(0, now - stamp) / STALE_NANOS);
        return neutral.value() + (last - neutral.value()) * trust;
    }

    /// The recent average of all reports in a pool: mean += (load − mean) / 16. Any thread; an
    /// update may get lost.
    public static final class Neutral {
        private volatile double mean = Double.NaN;

        void add(double load) {
            double old = mean;
            mean = Double.isNaN(old) ? load : old + (load - old) / 16;
        }

        double value() {
            double now = mean;
            return Double.isNaN(now) ? 0 : now;
        }
    }
}

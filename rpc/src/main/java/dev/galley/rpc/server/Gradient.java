// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

/// How many calls a server should have under way, found from how long they take: the gradient of a
/// short time against a long one. As calls begin to queue the short time grows, and the limit
/// falls.
///
///     long'     = long + (short − long) · 2 / (600 + 1);  · 0.95 while long > 2 · short
///     gradient  = max(1/2, min(1, tolerance · long / short))
///     limit'    = (1 − 0.2) · limit + 0.2 · (gradient · limit + queue)
///
/// with tolerance 2 and queue 4: "Gradient2" of Netflix concurrency-limits (`Gradient2Limit.java`;
/// "Performance Under Load", Netflix Technology Blog, 2018), which takes after TCP Vegas (Brakmo,
/// Peterson: "TCP Vegas: End to End Congestion Avoidance on a Global Internet", 1995). While less
/// than half of the limit is used nothing can be learnt from it, and it stays. One thread at a
/// time.
final class Gradient {
    static final double TOLERANCE = 2;
    static final double QUEUE = 4;
    private static final double SMOOTHING = 0.2;
    private static final int WINDOW = 600;
    private static final int WARM_UP = 10;

    private final int least;
    private final int most;
    private double limit;
    private double longNanos;
    private int samples;

    /// @param least the limit never falls below it
    /// @param first where it begins
    /// @param most the limit never grows above it
    Gradient(int least, int first, int most) {
        if (least < 1 || first < least || most < first)
            throw new IllegalArgumentException("1 <= least <= first <= most");
        this.least = least;
        this.most = most;
        this.limit = first;
    }

    /// Takes a sample.
    ///
    /// @param nanos how long calls took, on average over a short time; above 0
    /// @param inFlight how many were under way at the most
    /// @return the limit
    int update(double nanos, int inFlight) {
        double baseline = baseline(nanos);
        if (inFlight < limit / 2) return limit();
        double gradient = Math.max(0.5, Math.min(1, TOLERANCE * baseline / nanos));
        double wanted = gradient * limit + QUEUE;
        limit = (1 - SMOOTHING) * limit + SMOOTHING * wanted;
        limit = Math.max(least, Math.min(most, limit));
        return limit();
    }

    /// The long time: the mean of the first samples, and an exponential one from then on; it comes
    /// down fast after it was spoilt by a long overload.
    private double baseline(double nanos) {
        samples++;
        if (samples <= WARM_UP) longNanos += (nanos - longNanos) / samples;
        else longNanos += (nanos - longNanos) * 2 / (WINDOW + 1);
        if (longNanos > 2 * nanos) longNanos *= 0.95;
        return longNanos;
    }

    int limit() {
        return (int) limit;
    }
}

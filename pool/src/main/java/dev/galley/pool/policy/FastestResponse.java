// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

/// The better of two by how fast it answers: the one with the smaller
///
///     latency × (inFlight + 1) / weight
///
/// where the latency is a peak-sensitive moving average ([PeakEwma]). This is Finagle's peak EWMA
/// (com.twitter.finagle.loadbalancer.p2c, "Peak EWMA"): what has not been measured yet gets one
/// request at a time until it has.
final class FastestResponse extends TwoChoices {
    /// The cost of one that is unknown and has a request under way: above any real one.
    private static final double UNKNOWN = 1e18;

    FastestResponse(int[] weights) {
        super(weights);
    }

    @Override
    boolean better(Candidates candidates, int b, int a) {
        long now = candidates.now();
        return cost(candidates, b, now) < cost(candidates, a, now);
    }

    private double cost(Candidates candidates, int i, long now) {
        int inFlight = candidates.inFlight(i);
        double latency = candidates.latency(i, now);
        if (latency == 0 && inFlight > 0) return UNKNOWN + inFlight;
        return latency * (inFlight + 1) / weight(i);
    }
}

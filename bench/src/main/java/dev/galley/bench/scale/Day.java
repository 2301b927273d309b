// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.scale;

import java.util.random.RandomGenerator;

/// How many requests come in each second of the day around Double 11, from noon to noon: the usual
/// rise and fall of a day; ten times as many within three minutes of midnight, for ten minutes, and
/// back within the hours after it; three times as many at ten in the morning, when the next sale
/// opens. Arrivals are a Poisson process.
final class Day {
    static final int SECONDS = 24 * 3600;

    private static final int HOUR = 3600, MINUTE = 60;
    private static final double USUAL = 300;

    private Day() {}

    /// The arrivals of each second.
    static double[] arrivals(RandomGenerator random) {
        double[] arrivals = new double[SECONDS];
        for (int t = 0; t < SECONDS; t++) {
            double mean = mean(t);
            // A Poisson number this large is as good as normal.
            arrivals[t] = Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        return arrivals;
    }

    /// Requests a second.
    ///
    /// @param t seconds after noon
    static double mean(int t) {
        double hour = 12 + t / (double) HOUR;
        double day = USUAL * (1 + 0.6 * Math.cos(2 * Math.PI * (hour - 16) / 24));
        double midnight = wave(t - 12 * HOUR, 3 * MINUTE, 10 * MINUTE, 40 * MINUTE);
        double sale = wave(t - 22 * HOUR, 5 * MINUTE, 5 * MINUTE, 30 * MINUTE);
        return day * (1 + 9 * midnight + 2 * sale);
    }

    /// From 0 to 1, and back.
    private static double wave(double since, double rise, double hold, double fall) {
        if (since < 0) return 0;
        if (since < rise) return since * since / rise / rise * (3 - 2 * since / rise);
        return since < rise + hold ? 1 : Math.exp(-(since - rise - hold) / fall);
    }
}

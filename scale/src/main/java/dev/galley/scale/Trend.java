// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import java.util.ArrayDeque;

/// Where a demand is going: the line of least squares through what it was in the last minutes,
/// extended into the future. Only a rise that stands out of the noise counts, one whose slope is
/// more than twice its standard error (Student's t for some ten points and more, 5 % two-sided);
/// and what it foretells is twice of what there is at most.
final class Trend {
    private static final int FEWEST = 4;
    private static final double STANDS_OUT = 2, MOST = 2;

    private record Noted(long at, double demand) {}

    private final ArrayDeque<Noted> noted = new ArrayDeque<>();

    /// @param now in nanoseconds, never before that of the last call
    /// @param keep how far back demands count, in nanoseconds
    void add(double demand, long now, long keep) {
        noted.addLast(new Noted(now, demand));
        while (now - noted.getFirst().at > keep) noted.removeFirst();
    }

    /// The demand after so many more nanoseconds; what it is now, unless it rises.
    double in(long ahead) {
        Noted last = noted.getLast();
        if (noted.size() < FEWEST) return last.demand;
        double slope = slope(last.at);
        double then = last.demand + slope * ahead;
        return Math.max(last.demand, Math.min(then, MOST * last.demand));
    }

    /// A nanosecond; 0 if there is none that stands out.
    private double slope(long now) {
        double n = noted.size(), meanTime = 0, mean = 0;
        for (Noted each : noted) {
            meanTime += (each.at - now) / n;
            mean += each.demand / n;
        }
        double times = 0, both = 0, demands = 0;
        for (Noted each : noted) {
            double time = each.at - now - meanTime, demand = each.demand - mean;
            times += time * time;
            both += time * demand;
            demands += demand * demand;
        }
        double slope = both / times;
        double rest = Math.max(0, demands - slope * both);
        double error = Math.sqrt(rest / (n - 2) / times);
        return slope > STANDS_OUT * error ? slope : 0;
    }
}

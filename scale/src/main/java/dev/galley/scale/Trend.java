// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import java.util.ArrayList;
import java.util.List;

/// Where a demand is going: a line of least squares through what it was, extended into the future.
/// Of the last minutes, of half of them, a quarter and so on, the part that rises most decides: a
/// sudden rise is seen in seconds, a slow one in minutes. Only a rise that stands out of the noise
/// counts, one whose slope is more than `2 + 5 / (n − 2)` times its standard error (a little above
/// Student's t for n points, 5 % two-sided); and what it foretells is twice of what there is at
/// most.
final class Trend {
    private static final int FEWEST = 4;
    private static final double MOST = 2;

    private record Noted(long at, double demand) {}

    private final List<Noted> noted = new ArrayList<>();

    /// @param now in nanoseconds, never before that of the last call
    /// @param keep how far back demands count, in nanoseconds
    void add(double demand, long now, long keep) {
        noted.add(new Noted(now, demand));
        noted.removeIf(each -> now - each.at > keep);
    }

    /// The demand after so many more nanoseconds; what it is now, unless it rises.
    double in(long ahead) {
        Noted last = noted.getLast();
        double slope = 0;
        for (int n = noted.size(); n >= FEWEST; n /= 2)
            slope = Math.max(slope, slope(noted.subList(noted.size() - n, noted.size()), last.at));
        return Math.min(last.demand + slope * ahead, MOST * last.demand);
    }

    /// A nanosecond; 0 if there is none that stands out.
    private static double slope(List<Noted> points, long now) {
        double n = points.size(), meanTime = 0, mean = 0;
        for (Noted each : points) {
            meanTime += (each.at - now) / n;
            mean += each.demand / n;
        }
        double times = 0, both = 0, demands = 0;
        for (Noted each : points) {
            double time = each.at - now - meanTime, demand = each.demand - mean;
            times += time * time;
            both += time * demand;
            demands += demand * demand;
        }
        double slope = both / times;
        double rest = Math.max(0, demands - slope * both);
        double error = Math.sqrt(rest / (n - 2) / times);
        return slope > (2 + 5 / (n - 2)) * error ? slope : 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.TargetConfig;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How many members a load is worth, before it is made whole: 5.6, since 180 are in flight and each
/// is to have 32.
///
/// In flight, requests and CPU add up over the members, so the load of all by the target of one is
/// the number, however many there are now. Kubernetes' HPA says the same as `current · (average /
/// target)`. Latency does not add up: above its target there are to be more in proportion, twice as
/// many at most; below half of it fewer, a quarter of them at most; between them the number stays.
///
/// @param members 0 or more
/// @param because which target says so, and by what
record Demand(double members, String because) {
    /// The greatest of what the targets say; null if none can say anything.
    static @Nullable Demand of(Load load, TargetConfig target) {
        Demand most = null;
        if (target.inFlight() != null)
            most = max(most, sum(load.inFlight(), target.inFlight(), "in flight"));
        if (target.requests() != null)
            most = max(most, sum(load.perSecond(), target.perSecond(), "requests/s"));
        if (target.cpu() != null)
            most = max(most, sum(100 * load.cpu(), 100 * target.cpu().fraction(), "% of CPU"));
        if (target.p95() != null) most = max(most, latency(load, target.p95().toNanos() / 1e9));
        return most;
    }

    private static @Nullable Demand max(@Nullable Demand one, @Nullable Demand other) {
        if (one == null || other == null) return one == null ? other : one;
        return other.members > one.members ? other : one;
    }

    private static @Nullable Demand sum(double all, double each, String what) {
        if (Double.isNaN(all)) return null;
        return new Demand(
                all / each, String.format(Locale.ROOT, "%.0f %s, %.0f for each", all, what, each));
    }

    private static @Nullable Demand latency(Load load, double target) {
        if (Double.isNaN(load.p95()))
            return load.perSecond() == 0 ? new Demand(fewer(load.members()), "no requests") : null;
        double ratio = load.p95() / target;
        String because =
                String.format(
                        Locale.ROOT, "p95 is %.0f ms of %.0f", 1e3 * load.p95(), 1e3 * target);
        if (ratio > 1) return new Demand(load.members() * Math.min(2, ratio), because);
        return new Demand(ratio < 0.5 ? fewer(load.members()) : load.members(), because);
    }

    private static double fewer(int members) {
        return Math.max(0, Math.min(members - 1, 0.75 * members));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.ScheduleConfig;
import dev.galley.config.TargetConfig;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How many there should be. It knows nothing but the numbers that it is given, and remembers those
/// of the last minutes. One thread.
///
/// The steps are those of Kubernetes' HorizontalPodAutoscaler (kubernetes.io, "Algorithm details",
/// and `behavior.stabilizationWindowSeconds`), and one of its own, the third:
///
/// 1. The targets say what the load is worth ({@link Demand}).
/// 2. A load that is off by less than the tolerance changes nothing.
/// 3. What it will be worth when one that starts now serves counts, if that is more ({@link
///    Trend}).
/// 4. The schedule and the bounds hold.
/// 5. More come only if more were wanted all through the window for that; fewer only if fewer were
///    wanted all through the other one ({@link Window}).
/// 6. At once there come as many as there are, or four.
public final class Scaler {
    /// However few there are, so many more may come at once.
    private static final int FOUR = 4;

    private final int min;
    private final int max;
    private final TargetConfig target;
    private final Window out = new Window();
    private final Window in = new Window();
    private final Trend trend = new Trend();
    private boolean began;

    /// @param min how many there are at least
    /// @param max how many there are at the most
    public Scaler(int min, int max, TargetConfig target) {
        this.min = min;
        this.max = max;
        this.target = target;
    }

    Duration interval() {
        return target.interval();
    }

    /// Whether a new one with these would be no other.
    boolean is(int least, int most, TargetConfig same) {
        return min == least && max == most && target.equals(same);
    }

    /// One that remembers nothing.
    Scaler anew() {
        return new Scaler(min, max, target);
    }

    int bounded(int number) {
        return Math.clamp(number, min, max);
    }

    /// Thinks the number over.
    ///
    /// @param current how many there are, those that start and not those that leave
    /// @param startup how long one takes until it serves
    /// @param nanos the time that passes, by `System.nanoTime`
    /// @param date the time of the calendar
    public Decision decide(
            Load load, int current, Duration startup, long nanos, ZonedDateTime date) {
        Decision raw = raw(load, current, startup, nanos, date);
        // What there was before is taken for wanted: a start is no reason to be fewer at once.
        if (!began) in.add(current, nanos - 1, 0);
        began = true;
        out.add(raw.wanted(), nanos, target.outWindow().toNanos());
        in.add(raw.wanted(), nanos, target.inWindow().toNanos());
        int stable = Math.clamp(current, out.least(), in.most());
        int most = current + Math.max(current, FOUR);
        return new Decision(bounded(Math.min(stable, most)), raw.because());
    }

    private Decision raw(Load load, int current, Duration startup, long nanos, ZonedDateTime date) {
        Decision byLoad = byLoad(Demand.of(load, target), current, startup, nanos);
        int floor = floor(date);
        if (floor > byLoad.wanted()) return new Decision(floor, "by the schedule");
        return new Decision(bounded(byLoad.wanted()), byLoad.because());
    }

    private Decision byLoad(@Nullable Demand demand, int current, Duration startup, long nanos) {
        if (demand == null)
            return onlySchedule()
                    ? new Decision(min, "no time of the schedule")
                    : new Decision(current, "the load is not known");
        trend.add(demand.members(), nanos, target.predict().toNanos());
        double then = trend.in(startup.plus(target.interval()).toNanos());
        if (within(then, current)) return new Decision(current, demand.because());
        boolean foretold = whole(then) > whole(demand.members());
        String because =
                foretold
                        ? demand.because()
                                + String.format(
                                        Locale.ROOT,
                                        ", and soon %.0f%%",
                                        100 * then / demand.members())
                        : demand.because();
        return new Decision(whole(then), because);
    }

    private boolean onlySchedule() {
        return target.inFlight() == null
                && target.requests() == null
                && target.cpu() == null
                && target.p95() == null;
    }

    private boolean within(double demand, int current) {
        return Math.abs(demand / Math.max(1, current) - 1) <= target.tolerance().fraction();
    }

    private int whole(double demand) {
        return (int) Math.min(max, Math.ceil(demand - 1e-9));
    }

    private int floor(ZonedDateTime date) {
        ZoneId zone = target.zone() == null ? date.getZone() : target.zone().zone();
        ZonedDateTime there = date.withZoneSameInstant(zone);
        return target.schedule().stream()
                .filter(time -> time.at(there))
                .mapToInt(ScheduleConfig::members)
                .max()
                .orElse(0);
    }
}

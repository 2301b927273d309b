// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many there should be: the load that each of them is to have, or a schedule, and how fast the
/// number follows. Of several targets the one that asks for most decides.
///
/// @param inFlight null: no target
/// @param requests null: no target
/// @param cpu of one core; null: no target
/// @param p95 null: no target
/// @param zone of the schedule; null: the machine's
/// @param tolerance how far the load may be off without a change
/// @param predict zero: nothing is predicted
/// @param outWindow the least that was wanted in this time counts when there are to be more
/// @param inWindow the most that was wanted in this time counts when there are to be fewer
public record TargetConfig(
        @Setting(
                        value = "Requests or connections under way that each is to have.",
                        min = "1",
                        max = "1000000")
                @Nullable Integer inFlight,
        @Setting("Requests that each is to have, such as 500/s.") @Nullable Rate requests,
        @Setting(
                        value = "CPU that each is to use, of one core: 70%, or 280% of four.",
                        min = "1%",
                        max = "100000%")
                @Nullable Share cpu,
        @Setting(
                        value = "The time in which 95 of 100 requests are to be answered.",
                        min = "1ms",
                        max = "1h")
                @Nullable Duration p95,
        @Setting(value = "Times at which there are so many at least.", max = "1000")
                List<ScheduleConfig> schedule,
        @Setting("The time zone of the schedule; absent: the machine's.")
                @Nullable TimeZoneName zone,
        @Setting(
                        value = "How far the load may be off its target without a change.",
                        byDefault = "10%",
                        max = "50%")
                Share tolerance,
        @Setting(
                        value = "How often the number is thought over.",
                        byDefault = "5s",
                        min = "100ms",
                        max = "10m")
                Duration interval,
        @Setting(
                        value =
                                "The time whose load is extended into the future, as far as the"
                                        + " start of one takes; 0s: not at all.",
                        byDefault = "2m",
                        max = "1h")
                Duration predict,
        @Setting(
                        value = "How long more must have been wanted before there are more.",
                        byDefault = "0s",
                        max = "1d")
                Duration outWindow,
        @Setting(
                        value = "How long fewer must have been wanted before there are fewer.",
                        byDefault = "5m",
                        max = "1d")
                Duration inWindow) {
    public TargetConfig {
        Rules.check(
                TargetConfig.class,
                inFlight,
                requests,
                cpu,
                p95,
                schedule,
                zone,
                tolerance,
                interval,
                predict,
                outWindow,
                inWindow);
    }

    /// @param where the key in which this is, and a space; empty: in that which is checked
    /// @throws IllegalArgumentException if nothing says how many there should be
    void needOne(String where) {
        boolean load = inFlight != null || requests != null || cpu != null || p95 != null;
        if (!load && schedule.isEmpty())
            throw new IllegalArgumentException(
                    where + "needs a target: in-flight, requests, cpu, p95 or a schedule");
    }

    /// @param where the key in which this is, and a dot; empty: in that which is checked
    /// @throws IllegalArgumentException if the schedule has more than there may be
    void needAtMost(int max, String where) {
        for (ScheduleConfig time : schedule)
            if (time.members() > max)
                throw new IllegalArgumentException(
                        where + "schedule has " + time.members() + " members, above max, " + max);
    }

    /// How many requests a second each is to have.
    ///
    /// @return 0 where there is no such target
    public double perSecond() {
        return requests == null
                ? 0
                : requests.count() / (double) requests.per().getDuration().toSeconds();
    }
}

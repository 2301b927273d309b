// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.scale;

import dev.galley.config.ScaleConfig;
import dev.galley.config.bind.Binder;
import dev.galley.scale.Load;
import dev.galley.scale.Scaler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One day under one configuration.
///
/// @param name for the table
/// @param members that serve, each second
/// @param farm as it stands at the end
record Trial(String name, List<Integer> members, Farm farm) {
    private static final ZonedDateTime NOON =
            Instant.parse("2026-11-10T12:00:00Z").atZone(ZoneOffset.UTC);

    /// Simulates it.
    ///
    /// @param said the keys of `scale`, beside `by`
    static Trial run(String name, String said, double[] arrivals) {
        String text = "{%s, by: {command: [shop]}}".formatted(said);
        ScaleConfig config = Binder.bind(ScaleConfig.class, name, text, Map.of(), _ -> List.of());
        Scaler scaler = new Scaler(config.min(), config.max(), config.target());
        int interval = (int) config.target().interval().toSeconds();
        Farm farm = new Farm(Math.max(config.min(), (int) Math.ceil(Day.mean(0) / 70)));
        List<Integer> members = new ArrayList<>();
        double answered = 0, inFlight = 0;
        for (int t = 0; t < Day.SECONDS; t++) {
            farm.pass(t, arrivals[t]);
            members.add(farm.serving(t));
            answered += farm.answered / interval;
            inFlight += farm.inFlight / interval;
            if (t % interval != interval - 1) continue;
            Load load = new Load(members.getLast(), inFlight, answered, Double.NaN, farm.latency);
            farm.want(
                    scaler.decide(
                                    load,
                                    farm.current(),
                                    Duration.ofSeconds(Farm.STARTUP),
                                    t * 1_000_000_000L,
                                    NOON.plusSeconds(t))
                            .wanted(),
                    t);
            answered = inFlight = 0;
        }
        return new Trial(name, members, farm);
    }

    /// As many as can just answer the mean load of each second, at no notice.
    static int[] ideal() {
        int[] members = new int[Day.SECONDS];
        for (int t = 0; t < Day.SECONDS; t++)
            members[t] = (int) Math.ceil(Day.mean(t) / Farm.CAPACITY);
        return members;
    }
}

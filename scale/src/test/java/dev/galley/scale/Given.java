// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.Config;
import dev.galley.config.ScaleConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;

/// What the tests begin with.
final class Given {
    /// A Wednesday.
    static final ZonedDateTime NOON = Instant.parse("2026-11-11T12:00:00Z").atZone(ZoneOffset.UTC);

    private Given() {}

    /// @param said keys beside `by`, as the file has them
    static ScaleConfig scale(String said) {
        return scale(said, "{command: [server]}");
    }

    static ScaleConfig scale(String said, String by) {
        String yaml = "pools: {web: {health: tcp, scale: {%s, by: %s}}}".formatted(said, by);
        return Config.parse("galley.yaml", yaml, Map.of()).pools().get("web").scale();
    }

    static Load inFlight(int members, double inFlight) {
        return new Load(members, inFlight, Double.NaN, Double.NaN, Double.NaN);
    }

    /// A scaler, and the time that passes for it: each load comes an interval after the last.
    static final class Run {
        private final ScaleConfig config;
        private final Scaler scaler;
        private Duration startup = Duration.ZERO;
        private long nanos = 1_000;
        ZonedDateTime date = NOON;
        int current;

        Run(String said, int current) {
            config = scale(said);
            scaler = new Scaler(config.min(), config.max(), config.target());
            this.current = current;
        }

        Run startsWithin(Duration time) {
            startup = time;
            return this;
        }

        /// How many are wanted under this load; so many there are from then on.
        int under(Load load) {
            return decide(load).wanted();
        }

        Decision decide(Load load) {
            nanos += config.target().interval().toNanos();
            Decision made = scaler.decide(load, current, startup, nanos, date);
            current = made.wanted();
            return made;
        }

        int under(double inFlight) {
            return under(inFlight(current, inFlight));
        }
    }
}

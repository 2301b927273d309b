// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a member is chosen. A bare word is short for `{type: WORD}`.
public sealed interface PolicyConfig {
    /// `round-robin`: each in turn.
    record RoundRobin() implements PolicyConfig {}

    /// `ratio`: each in turn, as often as its weight says.
    record Ratio() implements PolicyConfig {}

    /// `least-connections`: the fewest in flight for its weight.
    record LeastConnections() implements PolicyConfig {}

    /// `fastest-response`: the better of two by peak-sensitive latency and what is in flight.
    record FastestResponse(
            @Setting(value = "How long a slow answer is remembered.", byDefault = "10s")
                    Duration decay)
            implements PolicyConfig {}

    /// `least-load`: the least loaded, as the members report it themselves.
    record LeastLoad(
            @Setting(
                            value =
                                    "The response header that carries the load: a number, 0 is idle.",
                            byDefault = "X-Load")
                    String header)
            implements PolicyConfig {}

    /// `random`: the less busy of two taken at random.
    record Random() implements PolicyConfig {}

    /// `hash`: the same key to the same member.
    record Hash(
            @Setting(
                            value = "What is hashed: source, source-port, url, or header:NAME.",
                            byDefault = "source")
                    HashKey key,
            @Setting(
                            "No member gets more than this share of the average, 125% for example; absent: no bound.")
                    @Nullable Share bound)
            implements PolicyConfig {}
}

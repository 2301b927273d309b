// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a member is chosen. A bare word is short for `{type: WORD}`.
public sealed interface PolicyConfig {
    /// `round-robin`
    @Setting("Each in turn.")
    record RoundRobin() implements PolicyConfig {}

    /// `ratio`
    @Setting("Each in turn, as often as its weight says.")
    record Ratio() implements PolicyConfig {}

    /// `least-connections`
    @Setting("The one with the fewest requests in flight for its weight.")
    record LeastConnections() implements PolicyConfig {}

    /// `fastest-response`
    @Setting("The better of two by peak-sensitive latency and what is in flight.")
    record FastestResponse(
            @Setting(
                            value = "How long a slow answer is remembered.",
                            byDefault = "10s",
                            min = "1ms",
                            max = "1h")
                    Duration decay)
            implements PolicyConfig {
        public FastestResponse {
            Rules.check(FastestResponse.class, decay);
        }
    }

    /// `least-load`
    @Setting("The least loaded, as the members report it themselves.")
    record LeastLoad(
            @Setting(
                            value =
                                    "The response header that carries the load: a number, 0 is"
                                            + " idle.",
                            byDefault = "X-Load",
                            form = Form.TOKEN)
                    String header)
            implements PolicyConfig {
        public LeastLoad {
            Rules.check(LeastLoad.class, header);
        }
    }

    /// `random`
    @Setting("The less busy of two taken at random.")
    record Random() implements PolicyConfig {}

    /// `hash`
    @Setting("The same key to the same member.")
    record Hash(
            @Setting(
                            value = "What is hashed: source, source-port, url, or header:NAME.",
                            byDefault = "source")
                    HashKey key,
            @Setting(
                            value =
                                    "No member gets more than this share of the average, 125% for"
                                            + " example; absent: no bound.",
                            min = "101%",
                            max = "1000%")
                    @Nullable Share bound)
            implements PolicyConfig {
        public Hash {
            Rules.check(Hash.class, key, bound);
        }
    }
}

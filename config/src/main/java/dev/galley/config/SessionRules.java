// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;

/// What a store of sessions keeps, and for how long.
public record SessionRules(
        @Setting(
                        value = "How long a session lives after its last use.",
                        byDefault = "30m",
                        min = "1s",
                        max = "366d")
                Duration ttl,
        @Setting(value = "The longest session.", byDefault = "64KiB", min = "1KiB", max = "4MiB")
                Size maxSize,
        @Setting(
                        value =
                                "Sessions at the most, where Galley keeps them; then new ones are"
                                        + " refused.",
                        byDefault = "1000000",
                        min = "1",
                        max = "100000000")
                int maxSessions) {
    public SessionRules {
        Rules.check(SessionRules.class, ttl, maxSize, maxSessions);
    }
}

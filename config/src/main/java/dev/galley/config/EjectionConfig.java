// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;

/// Passive ejection: a member whose requests fail in a row is left out for a while; never the last
/// ones.
public record EjectionConfig(
        @Setting(
                        value = "Failures in a row; 0 turns ejection off.",
                        byDefault = "5",
                        min = "0",
                        max = "1000")
                int failures,
        @Setting(
                        value = "How long a member stays out, the first time.",
                        byDefault = "30s",
                        min = "1ms",
                        max = "1d")
                Duration for_) {
    public EjectionConfig {
        Rules.check(EjectionConfig.class, failures, for_);
    }
}

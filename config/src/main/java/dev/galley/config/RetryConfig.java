// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;

/// When a request that failed is tried on another member. A bare number is short for `{attempts:
/// NUMBER}`.
public record RetryConfig(
        @Setting(
                        value = "Tries after the first one; 0 turns retries off.",
                        byDefault = "2",
                        min = "0",
                        max = "10",
                        bare = true)
                int attempts,
        @Setting(
                        value =
                                "Retries at the most, as a share of the requests (and 10 a second"
                                        + " besides).",
                        byDefault = "20%",
                        max = "100%")
                Share budget) {
    public RetryConfig {
        Rules.check(RetryConfig.class, attempts, budget);
    }
}

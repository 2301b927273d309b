// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;

/// How often a member is checked, how long an answer may take, and how many in a row change its
/// state. A timeout above the interval is allowed: the next check waits for the one before.
public record CheckTiming(
        @Setting(value = "Time between checks.", byDefault = "2s", min = "10ms", max = "1d")
                Duration interval,
        @Setting(value = "How long one check may take.", byDefault = "2s", min = "1ms", max = "1d")
                Duration timeout,
        @Setting(
                        value = "Successes in a row that bring a member up.",
                        byDefault = "2",
                        min = "1",
                        max = "100")
                int rise,
        @Setting(
                        value = "Failures in a row that take it down.",
                        byDefault = "3",
                        min = "1",
                        max = "100")
                int fall) {
    public CheckTiming {
        Rules.check(CheckTiming.class, interval, timeout, rise, fall);
    }
}

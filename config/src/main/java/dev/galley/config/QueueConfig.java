// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;

/// Requests that wait while every member is at its max-connections. A bare number is short for
/// `{size: NUMBER}`.
public record QueueConfig(
        @Setting(
                        value = "How many may wait; one more is answered with 503.",
                        byDefault = "1024",
                        min = "0",
                        max = "1000000",
                        bare = true)
                int size,
        @Setting(value = "How long each may wait.", byDefault = "5s", min = "1ms", max = "1d")
                Duration timeout) {
    public QueueConfig {
        Rules.check(QueueConfig.class, size, timeout);
    }
}

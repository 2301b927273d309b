// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;

/// How long a member may take.
public record PoolTimeouts(
        @Setting(value = "To accept a connection.", byDefault = "1s", min = "1ms", max = "1d")
                Duration connect,
        @Setting(
                        value = "To answer, and between two parts of an answer.",
                        byDefault = "60s",
                        min = "1ms",
                        max = "1d")
                Duration answer,
        @Setting(
                        value =
                                "How long an unused connection is kept; stay below the member's"
                                        + " own.",
                        byDefault = "30s",
                        min = "1ms",
                        max = "1d")
                Duration idle) {
    public PoolTimeouts {
        Rules.check(PoolTimeouts.class, connect, answer, idle);
    }
}

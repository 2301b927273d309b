// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.time.Duration;

/// How long a member may take.
public record PoolTimeouts(
        @Setting(value = "To accept a connection.", byDefault = "1s") Duration connect,
        @Setting(value = "To answer, and between two parts of an answer.", byDefault = "60s")
                Duration answer,
        @Setting(
                        value =
                                "How long an unused connection is kept; stay below the member's own.",
                        byDefault = "30s")
                Duration idle) {}

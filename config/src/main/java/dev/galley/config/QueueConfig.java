// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.time.Duration;

/// Requests that wait while every member is at its max-connections.
public record QueueConfig(
        @Setting(value = "How many may wait; one more is answered with 503.", byDefault = "1024")
                int size,
        @Setting(value = "How long each may wait.", byDefault = "5s") Duration timeout) {}

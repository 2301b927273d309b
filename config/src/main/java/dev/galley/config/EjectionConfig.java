// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.time.Duration;

/// Passive ejection: a member whose requests fail in a row is left out for a while; never the last
/// ones.
public record EjectionConfig(
        @Setting(value = "Failures in a row; 0 turns ejection off.", byDefault = "5") int failures,
        @Setting(value = "How long a member stays out, the first time.", byDefault = "30s")
                Duration for_) {}

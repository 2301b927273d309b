// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// When a request that failed is tried on another member.
public record RetryConfig(
        @Setting(value = "Tries after the first one; 0 turns retries off.", byDefault = "2")
                int attempts,
        @Setting(
                        value =
                                "Retries at the most, as a share of the requests (and 10 a second besides).",
                        byDefault = "20%")
                Share budget) {}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One member. A bare address is short for `{address: ADDRESS}`.
///
/// @param weight 0 (gets no new requests) to 1000
/// @param priority 1, the best, and up
/// @param maxConnections requests in flight at the most; null: no limit
/// @param slowStart how long the weight grows after the member has come up; zero: at once
public record MemberConfig(
        @Setting("Where the member listens.") Address address,
        @Setting(value = "Its share among the members, 0 to 1000.", byDefault = "1") int weight,
        @Setting(
                        value =
                                "1 is used first; a worse priority when fewer than min-up of the better are up.",
                        byDefault = "1")
                int priority,
        @Setting("How many requests it may have in flight.") @Nullable Integer maxConnections,
        @Setting(value = "How long its weight grows after it came up.", byDefault = "0s")
                Duration slowStart) {}

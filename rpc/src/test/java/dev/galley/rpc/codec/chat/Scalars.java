// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec.chat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What a {@link Message} does not have.
public record Scalars(
        byte octet,
        short small,
        char unit,
        float ratio,
        Optional<Duration> span,
        Optional<UUID> name,
        Optional<BigDecimal> price,
        Set<String> tags,
        Map<Long, Boolean> flags) {}

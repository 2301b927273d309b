// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import dev.galley.config.PersistenceConfig;
import dev.galley.config.TableLimits;
import java.util.List;

/// What the configuration says of a session table, made ready.
///
/// @param grain how much time must have passed for a use to be written down: so that a busy
///   session's entry is not fought for by all cores
record Settings(
        PersistenceConfig config,
        List<Clue> clues,
        int ipv4,
        int ipv6,
        int limit,
        long ttl,
        long grain) {
    static Settings of(PersistenceConfig config, TableLimits limits) {
        long ttl = limits.ttl().toNanos();
        return new Settings(
                config,
                config.ids().stream().map(Clue::of).toList(),
                config instanceof PersistenceConfig.Source s ? s.ipv4Prefix() : 32,
                config instanceof PersistenceConfig.Source s ? s.ipv6Prefix() : 64,
                limits.size(),
                ttl,
                Math.min(1_000_000_000, ttl / 16));
    }
}

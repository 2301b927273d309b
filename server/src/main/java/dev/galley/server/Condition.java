// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.TrackConfig;
import dev.galley.pool.Pool;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that a virtual address depends on. Any thread.
interface Condition extends AutoCloseable {
    /// What is wrong, in words for a log line; null: nothing.
    @Nullable String fault();

    @Override
    void close();

    /// What the file tracks; it begins to be watched.
    static Condition of(TrackConfig config, Site site) {
        return switch (config) {
            case TrackConfig.Pool pool -> new Members(pool, Site.named(site.pools()));
            case TrackConfig.Listener listener -> Probe.accepts(listener.bind(), site);
            case TrackConfig.Command command -> Probe.succeeds(command);
        };
    }

    /// Enough members of a pool are up.
    record Members(TrackConfig.Pool config, Map<String, Pool> pools) implements Condition {
        @Override
        public @Nullable String fault() {
            Pool pool = pools.get(config.pool());
            int up = pool == null ? 0 : pool.snapshot().up();
            return up >= config.minUp()
                    ? null
                    : "pool %s has %d of %d members up"
                            .formatted(config.pool(), up, config.minUp());
        }

        @Override
        public void close() {}
    }
}

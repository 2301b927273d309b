// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.config.MemberTlsConfig;
import dev.galley.config.PoolConfig;
import dev.galley.config.bind.ConfigException;
import dev.galley.config.bind.Problem;
import dev.galley.net.Way;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import dev.galley.server.Site.Bound;
import dev.galley.server.Site.Watched;
import dev.galley.web.AdminServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// All that one reading of the file has set up. Immutable; a reload replaces it as a whole.
record Site(Config config, Map<String, Watched> pools, List<Bound> listeners, AdminServer admin) {
    /// A pool and what watches over it.
    record Watched(Pool pool, Watch watch) {}

    /// A listener that is bound.
    record Bound(ListenerConfig config, Way way) {
        /// Its address as the file names it; where that leaves the port open, with the real one.
        String name() {
            return config.bind().at(way.address().getPort()).toString();
        }
    }

    Site {
        listeners = List.copyOf(listeners);
    }

    /// What a file says.
    ///
    /// @throws StartException with all that is wrong with it
    static Config read(Path file) throws StartException {
        try {
            return Config.load(file);
        } catch (ConfigException e) {
            throw new StartException(e.problems().stream().map(Problem::toString).toList());
        }
    }

    List<Way> ways() {
        return listeners.stream().map(Bound::way).toList();
    }

    /// How its pools speak TLS with their members.
    Set<MemberTlsConfig> tls() {
        return config.pools().values().stream()
                .map(PoolConfig::tls)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /// The pools alone, by name.
    static Map<String, Pool> named(Map<String, Watched> pools) {
        Map<String, Pool> named = new HashMap<>();
        pools.forEach((name, watched) -> named.put(name, watched.pool()));
        return named;
    }

    /// Gives what runs on from `before` its new configuration.
    ///
    /// @throws IOException if an access log can't be opened; then nothing has changed
    void replace(Site before) throws IOException {
        List<Way> done = new ArrayList<>();
        try {
            for (Bound bound : listeners) {
                if (!before.ways().contains(bound.way())) continue;
                bound.way().configure(bound.config(), named(pools));
                done.add(bound.way());
            }
        } catch (IOException e) {
            for (Bound was : before.listeners)
                if (done.contains(was.way()))
                    was.way().configure(was.config(), named(before.pools));
            throw e;
        }
        for (Watched running : before.pools.values()) {
            PoolConfig wanted = config.pools().get(running.pool().name());
            if (wanted != null) {
                running.watch().resolvers(config.resolvers());
                running.pool().reconfigure(wanted);
            }
        }
    }

    /// Ends the pools that only `before` has.
    ///
    /// @return those that it has not
    List<Watched> succeed(Site before) {
        before.pools.forEach((name, gone) -> {
            if (pools.containsKey(name)) return;
            gone.watch().close();
            gone.pool().retire();
        });
        List<Watched> fresh = new ArrayList<>();
        pools.forEach((name, pool) -> {
            if (!before.pools.containsKey(name)) fresh.add(pool);
        });
        return fresh;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.config.ListenerConfig;
import dev.galley.net.RouteTraffic;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A listener's configuration, made ready for the hot path. Immutable; a reload swaps it whole.
final class Site {
    final ListenerConfig.Dns config;
    final Directory directory;
    final int udpSize;
    final long idleNanos;

    /// null: none.
    final @Nullable RateLimit limit;

    /// What went through each name of a pool.
    final List<RouteTraffic> routes;

    /// @param before the site this one replaces: names that stay keep their counters
    Site(ListenerConfig.Dns config, Map<String, Pool> pools, int loops, @Nullable Site before) {
        this.config = config;
        this.udpSize = config.udpSize();
        this.idleNanos = config.idle().toNanos();
        this.limit = limit(config, before);
        Map<String, Traffic> known = new HashMap<>();
        if (before != null) for (RouteTraffic r : before.routes) known.put(r.route(), r.traffic());
        Map<String, Source> sources = new HashMap<>();
        List<RouteTraffic> all = new ArrayList<>();
        SplittableRandom random = new SplittableRandom();
        this.directory =
                DirectoryMaker.make(
                        config,
                        (name, answers) -> {
                            String route = name + " -> " + answers.pool();
                            Traffic old = known.get(route);
                            Traffic traffic = old == null ? new Traffic(loops) : old;
                            all.add(new RouteTraffic(route, traffic));
                            Source source =
                                    sources.computeIfAbsent(
                                            answers.pool(), p -> new Source(pool(pools, p)));
                            return new Service(name, answers, source, traffic, loops, random);
                        });
        this.routes = List.copyOf(all);
    }

    private static Pool pool(Map<String, Pool> pools, String name) {
        Pool pool = pools.get(name);
        if (pool == null) throw new IllegalArgumentException("there is no pool \"" + name + "\"");
        return pool;
    }

    /// The one in use, if nothing about it has changed.
    private static @Nullable RateLimit limit(ListenerConfig.Dns config, @Nullable Site before) {
        if (config.rateLimit().answers() == 0) return null;
        return before != null && before.config.rateLimit().equals(config.rateLimit())
                ? before.limit
                : new RateLimit(config.rateLimit());
    }
}

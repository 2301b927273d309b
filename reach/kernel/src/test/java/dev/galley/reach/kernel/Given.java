// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.pool.Ask;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Pools and listeners as a file has them.
final class Given {
    /// The pools' writers: a loop, and the mirror.
    private static final int WRITERS = 2;

    static final int MIRROR = 1;

    private final Map<String, Pool> pools = new HashMap<>();
    private final Map<ServiceKey, Mirrored> mirrored = new HashMap<>();
    private List<Mirrored> all = List.of();

    /// Reads another file; who stays, stays.
    List<Mirrored> read(String yaml) {
        Config config = Config.parse("f", yaml, Map.of());
        config.pools()
                .forEach((name, pool) -> {
                    Pool running = pools.get(name);
                    if (running == null) pools.put(name, new Pool(name, pool, WRITERS));
                    else running.reconfigure(pool);
                });
        all =
                config.listeners().stream()
                        .map(ListenerConfig.Kernel.class::cast)
                        .map(this::mirrored)
                        .toList();
        return all;
    }

    private Mirrored mirrored(ListenerConfig.Kernel listener) {
        Pool pool = pools.get(listener.pool());
        Mirrored one =
                mirrored.computeIfAbsent(
                        ServiceKey.of(listener.bind()), _ -> new Mirrored(listener, pool));
        one.configure(listener, pool);
        return one;
    }

    List<Mirrored> all() {
        return all;
    }

    Pool pool(String name) {
        return pools.get(name);
    }

    /// A request that has been nowhere yet.
    static Ask ask(int hash) {
        return new Ask() {
            @Override
            public long hash() {
                return hash;
            }

            @Override
            public boolean tried(Member member) {
                return false;
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.config.PoolConfig;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import dev.galley.reach.proxy.HttpProxy;
import dev.galley.reach.proxy.Workers;
import dev.galley.server.Site.Bound;
import dev.galley.server.Site.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prepares what a file asks for beside what runs already, which it does not touch: pools are kept
/// by their name, listeners by their address. What is new is made and bound. If anything of it
/// can't be had, all of it is let go again.
final class Builder {
    private final Workers workers;
    private final Config config;
    private final List<Bound> before;
    private final Map<String, Watched> poolsBefore;
    private final List<HttpProxy> opened = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    /// @param running null: nothing
    Builder(Workers workers, Config config, @Nullable Site running) {
        this.workers = workers;
        this.config = config;
        this.before = new ArrayList<>(running == null ? List.of() : running.listeners());
        this.poolsBefore = running == null ? Map.of() : running.pools();
    }

    /// The pools, those that run already still with their old configuration.
    Map<String, Watched> pools() throws StartException {
        Map<String, Watched> pools = new LinkedHashMap<>();
        config.pools().forEach((name, pool) -> pools.put(name, pool(name, pool)));
        check();
        return pools;
    }

    private Watched pool(String name, PoolConfig pool) {
        Watched running = poolsBefore.get(name);
        try {
            // Also for a pool that runs: whether its new members' names resolve is to be known
            // before anything is changed.
            Pool made = new Pool(name, pool, workers.loops().count());
            if (running == null) running = new Watched(made, new Watch(made, new SplittableRandom()));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            errors.add(e.getMessage());
        }
        return running;
    }

    /// The listeners, those that run already still with their old configuration.
    List<Bound> listeners(Map<String, Watched> pools) throws StartException {
        Map<String, Pool> named = named(pools);
        List<Bound> listeners = new ArrayList<>();
        for (ListenerConfig listener : config.listeners())
            listeners.add(new Bound(listener, proxy(listener, named)));
        check();
        return listeners;
    }

    private HttpProxy proxy(ListenerConfig listener, Map<String, Pool> pools) {
        for (Bound running : before)
            if (running.config().bind().equals(listener.bind())) {
                before.remove(running);
                return running.proxy();
            }
        HttpProxy proxy = new HttpProxy(workers, listener, pools);
        try {
            proxy.bind();
            opened.add(proxy);
        } catch (IOException e) {
            errors.add(e.getMessage());
        }
        return proxy;
    }

    static Map<String, Pool> named(Map<String, Watched> pools) {
        return pools.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().pool()));
    }

    /// Lets go what was bound.
    void undo() {
        opened.forEach(HttpProxy::close);
    }

    private void check() throws StartException {
        if (errors.isEmpty()) return;
        undo();
        throw new StartException(errors);
    }
}

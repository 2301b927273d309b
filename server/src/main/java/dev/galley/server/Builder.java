// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.config.PoolConfig;
import dev.galley.net.Sockets;
import dev.galley.net.Way;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import dev.galley.reach.dns.DnsServer;
import dev.galley.reach.proxy.HttpProxy;
import dev.galley.reach.proxy.Workers;
import dev.galley.reach.proxy.relay.TcpRelay;
import dev.galley.reach.proxy.relay.UdpRelay;
import dev.galley.server.Site.Bound;
import dev.galley.server.Site.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Prepares what a file asks for beside what runs already, which it does not touch: pools are kept
/// by their name, listeners by their address. What is new is made and bound. If anything of it
/// can't be had, all of it is let go again.
final class Builder {
    private final Workers workers;
    private final Forwarder forwarder;
    private final Config config;
    private final List<Bound> before;
    private final Map<String, Watched> poolsBefore;
    private final List<Way> opened = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    /// @param running null: nothing
    Builder(Workers workers, Forwarder forwarder, Config config, @Nullable Site running) {
        this.workers = workers;
        this.forwarder = forwarder;
        this.config = config;
        this.before = new ArrayList<>(running == null ? List.of() : running.listeners());
        this.poolsBefore = running == null ? Map.of() : running.pools();
    }

    /// The pools, those that run already still with their old configuration.
    Map<String, Watched> pools() throws StartException {
        Map<String, Watched> pools = new LinkedHashMap<>();
        config.pools().forEach((name, pool) -> add(pools, name, pool));
        check();
        find(pools);
        return pools;
    }

    /// Before clients are served; names of all new pools at a time.
    private void find(Map<String, Watched> pools) {
        try (var lookups = Executors.newVirtualThreadPerTaskExecutor()) {
            pools.forEach((name, pool) -> {
                if (!poolsBefore.containsKey(name)) lookups.execute(pool.watch()::find);
            });
        }
    }

    private void add(Map<String, Watched> pools, String name, PoolConfig pool) {
        Watched running = poolsBefore.get(name);
        try {
            // Also if it runs already: whether the names of its new members resolve is to be known
            // before anything is changed.
            Pool made = new Pool(name, pool, writers(workers));
            Watch watch = new Watch(made, new SplittableRandom(), config.resolvers());
            workers.tls().prepare(pool.tls());
            pools.put(name, running != null ? running : new Watched(made, watch));
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
    }

    /// How many count members' traffic: the loops, and the forwarder, whose number is the last.
    private static int writers(Workers workers) {
        return workers.loops().writers() + 1;
    }

    /// The listeners, those that run already still with their old configuration.
    List<Bound> listeners(Map<String, Watched> pools) throws StartException {
        Map<String, Pool> named = Site.named(pools);
        List<Bound> listeners = new ArrayList<>();
        for (ListenerConfig listener : config.listeners()) {
            if (listener instanceof ListenerConfig.Kernel kernel) able(kernel);
            listeners.add(new Bound(listener, way(listener, named)));
        }
        check();
        for (int i = 1; i < listeners.size(); i++)
            listeners.subList(0, i).forEach(apart(listeners.get(i)));
        check();
        return listeners;
    }

    /// That the kernel lets two of Galley's own listeners overlap is for a reload that puts one in
    /// the place of another, not for two that stay.
    private Consumer<Bound> apart(Bound listener) {
        return other -> {
            boolean overlap =
                    listener.config().bind().udp() == other.config().bind().udp()
                            && Sockets.overlap(listener.way().address(), other.way().address());
            if (overlap)
                errors.add(
                        "cannot listen on "
                                + listener.config().bind()
                                + ": the file has a listener on "
                                + other.config().bind()
                                + ", which is the same address or overlaps it");
        };
    }

    /// Also for what runs already: its pool may ask for something else now.
    private void able(ListenerConfig.Kernel listener) {
        try {
            forwarder.check(listener, Objects.requireNonNull(config.pools().get(listener.pool())));
        } catch (IOException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
    }

    private Way way(ListenerConfig listener, Map<String, Pool> pools) {
        for (Bound running : before)
            if (running.config().bind().equals(listener.bind()) && sameKind(running, listener)) {
                before.remove(running);
                return running.way();
            }
        Way way =
                switch (listener) {
                    case ListenerConfig.Http http -> new HttpProxy(workers, http, pools);
                    case ListenerConfig.Relay relay when relay.bind().udp() ->
                            new UdpRelay(workers.loops(), relay, pools);
                    case ListenerConfig.Relay relay -> new TcpRelay(workers, relay, pools);
                    case ListenerConfig.Dns dns -> new DnsServer(workers.loops(), dns, pools);
                    case ListenerConfig.Kernel kernel -> new KernelWay(forwarder, kernel, pools);
                };
        try {
            way.bind();
            opened.add(way);
        } catch (IOException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
        return way;
    }

    /// A proxy and a redirect are two settings of one thing, and turn into each other at a reload;
    /// so do the kernel's ways.
    private static boolean sameKind(Bound running, ListenerConfig listener) {
        return switch (listener) {
            case ListenerConfig.Http _ -> running.config() instanceof ListenerConfig.Http;
            case ListenerConfig.Relay _ -> running.config() instanceof ListenerConfig.Relay;
            case ListenerConfig.Dns _ -> running.config() instanceof ListenerConfig.Dns;
            case ListenerConfig.Kernel _ -> running.config() instanceof ListenerConfig.Kernel;
        };
    }

    /// Lets go what was bound.
    void undo() {
        opened.forEach(Way::close);
        opened.clear();
    }

    private void check() throws StartException {
        if (errors.isEmpty()) return;
        undo();
        throw new StartException(errors);
    }
}

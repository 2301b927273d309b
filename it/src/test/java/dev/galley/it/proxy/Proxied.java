// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.config.PoolConfig;
import dev.galley.it.net.SharedLoops;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.reach.proxy.HttpProxy;
import dev.galley.reach.proxy.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A proxy of its own, by a configuration with one listener, on a free port of 127.0.0.1.
public final class Proxied implements AutoCloseable {
    private final Loops loops;
    private final Workers workers;
    private final Map<String, Pool> pools = new HashMap<>();
    private final HttpProxy proxy;

    private Proxied(String yaml, int count) {
        Config config = parse(yaml);
        loops = SharedLoops.of(count);
        workers = new Workers(loops);
        makePools(config);
        proxy = new HttpProxy(workers, (ListenerConfig.Http) config.listeners().getFirst(), pools);
        try {
            proxy.configure(config.listeners().getFirst(), pools);
            proxy.bind();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// In front of these backends, all settings as they are by default.
    static Proxied before(Backend... backends) {
        return with("", "", backends);
    }

    /// In front of these backends.
    ///
    /// @param pool settings of the pool, as `retry: {attempts: 0}, keep-alive: 1`
    /// @param listener settings of the listener, likewise
    static Proxied with(String pool, String listener, Backend... backends) {
        return of(yaml(pool, listener, backends));
    }

    static String yaml(String pool, String listener, Backend... backends) {
        String members =
                Stream.of(backends).map(Backend::address).collect(Collectors.joining(", "));
        return """
        pools: {web: {members: [%s] %s}}
        listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}] %s}]
        """
                .formatted(members, more(pool), more(listener));
    }

    private static String more(String settings) {
        return settings.isEmpty() ? "" : ", " + settings;
    }

    /// By a whole configuration.
    public static Proxied of(String yaml) {
        return new Proxied(yaml, 1);
    }

    /// By a whole configuration, on so many event loops.
    static Proxied of(String yaml, int loops) {
        return new Proxied(yaml, loops);
    }

    private static Config parse(String yaml) {
        return Config.parse("galley.yaml", yaml, Map.of());
    }

    private void makePools(Config config) {
        config.pools()
                .forEach((name, pool) -> pools.put(name, new Pool(name, pool, loops.writers())));
    }

    /// Takes another configuration, as a reload does: pools that stay keep what they know.
    public void reload(String yaml) {
        Config config = parse(yaml);
        config.pools().forEach(this::reload);
        try {
            proxy.configure(config.listeners().getFirst(), pools);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reload(String name, PoolConfig wanted) {
        Pool pool = pools.computeIfAbsent(name, n -> new Pool(n, wanted, loops.writers()));
        pool.reconfigure(wanted);
        workers.forget();
    }

    public InetSocketAddress address() {
        return proxy.address();
    }

    public Pool pool(String name) {
        return Objects.requireNonNull(pools.get(name));
    }

    HttpProxy proxy() {
        return proxy;
    }

    Workers workers() {
        return workers;
    }

    /// A client of it.
    RawClient client() {
        return RawClient.to(address());
    }

    /// The answer to one request on a connection of its own.
    Message ask(String request) {
        try (RawClient client = client()) {
            String method = request.substring(0, Math.max(0, request.indexOf(' ')));
            return client.send(request).answer(method);
        }
    }

    /// The answer to a GET of this path.
    Message get(String path) {
        return ask("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
    }

    @Override
    public void close() {
        proxy.close();
    }
}

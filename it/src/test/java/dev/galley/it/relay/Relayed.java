// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.relay;

import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.config.PoolConfig;
import dev.galley.it.net.SharedLoops;
import dev.galley.net.Loops;
import dev.galley.net.Way;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import dev.galley.reach.proxy.Workers;
import dev.galley.reach.proxy.relay.TcpRelay;
import dev.galley.reach.proxy.relay.UdpRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/// A relay of its own, by a configuration with one listener, on a free port of 127.0.0.1.
public final class Relayed implements AutoCloseable {
    private final Loops loops = SharedLoops.of(2);
    private final Workers workers = new Workers(loops);
    private final Map<String, Pool> pools = new HashMap<>();
    private final List<Watch> watches = new ArrayList<>();
    private final Way way;

    private Relayed(String yaml) {
        Config config = parse(yaml);
        config.pools().forEach(this::take);
        var relay = (ListenerConfig.Relay) config.listeners().getFirst();
        way =
                relay.bind().udp()
                        ? new UdpRelay(loops, relay, pools)
                        : new TcpRelay(workers, relay, pools);
        try {
            way.configure(relay, pools);
            way.bind();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// By a whole configuration.
    public static Relayed of(String yaml) {
        return new Relayed(yaml);
    }

    /// TCP to these members.
    ///
    /// @param pool settings of the pool, as `retry: {attempts: 0}, min-up: 1`; may be empty
    /// @param listener settings of the listener, likewise
    static Relayed tcp(String pool, String listener, String... members) {
        return of(yaml("", pool, listener, members));
    }

    /// UDP to these members.
    static Relayed udp(String pool, String listener, String... members) {
        return of(yaml("/udp", pool, listener, members));
    }

    static String yaml(String protocol, String pool, String listener, String... members) {
        return """
        pools: {all: {members: [%s] %s}}
        listeners: [{bind: "127.0.0.1:0%s", via: relay, pool: all %s}]
        """
                .formatted(String.join(", ", members), more(pool), protocol, more(listener));
    }

    private static String more(String settings) {
        return settings.isEmpty() ? "" : ", " + settings;
    }

    private static Config parse(String yaml) {
        return Config.parse("galley.yaml", yaml, Map.of());
    }

    private void take(String name, PoolConfig config) {
        Pool known = pools.get(name);
        if (known != null) {
            known.reconfigure(config);
            return;
        }
        Pool pool = new Pool(name, config, loops.writers());
        Watch watch = new Watch(pool, new SplittableRandom(1), List.of());
        pools.put(name, pool);
        watches.add(watch);
        watch.start();
    }

    /// Takes another configuration, as a reload does.
    void reload(String yaml) {
        Config config = parse(yaml);
        config.pools().forEach(this::take);
        try {
            way.configure(config.listeners().getFirst(), pools);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Way way() {
        return way;
    }

    Pool pool() {
        return Objects.requireNonNull(pools.get("all"));
    }

    public InetSocketAddress address() {
        return way.address();
    }

    /// How often sessions have ended so.
    long ends(String code) {
        return way.gauges().ends().getOrDefault(code, -1L);
    }

    long open() {
        return way.gauges().connections();
    }

    /// A client of it; whatever takes it 30 s fails.
    Socket client() throws IOException {
        return connected(address());
    }

    static Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, 30_000);
        socket.setSoTimeout(30_000);
        return socket;
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
        way.close();
    }
}

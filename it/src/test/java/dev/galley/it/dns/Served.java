// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.dns;

import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.it.net.SharedLoops;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import dev.galley.reach.dns.DnsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A DNS server of its own, by a configuration with one listener, on a free port of 127.0.0.1.
final class Served implements AutoCloseable {
    private final Loops loops = SharedLoops.of(2);
    private final Map<String, Pool> pools = new HashMap<>();
    private final List<Watch> watches = new ArrayList<>();
    final DnsServer server;

    private Served(Config config) {
        config.pools()
                .forEach((name, pool) -> {
                    Pool made = new Pool(name, pool, loops.writers());
                    Watch watch = new Watch(made, new SplittableRandom(1), config.resolvers());
                    pools.put(name, made);
                    watches.add(watch);
                    watch.start();
                });
        server = new DnsServer(loops, listener(config), pools);
        try {
            server.bind();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param pools as the file has them
    /// @param listener the keys of the listener but `bind` and `via`
    static Served of(String pools, String listener) {
        return new Served(config(pools, listener));
    }

    private static Config config(String pools, String listener) {
        return Config.parse(
                "galley.yaml",
                """
                pools: {%s}
                listeners: [{bind: "127.0.0.1:0/udp", via: dns, %s}]
                """
                        .formatted(pools, listener),
                Map.of());
    }

    private static ListenerConfig.Dns listener(Config config) {
        return (ListenerConfig.Dns) config.listeners().getFirst();
    }

    /// Takes another configuration, as a reload does.
    void reload(String pools, String listener) {
        Config config = config(pools, listener);
        config.pools()
                .forEach((name, pool) -> {
                    Pool running = this.pools.get(name);
                    if (running == null)
                        this.pools.put(name, new Pool(name, pool, loops.writers()));
                    else running.reconfigure(pool);
                });
        try {
            server.configure(listener(config), this.pools);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Pool pool(String name) {
        return pools.get(name);
    }

    int port() {
        return server.address().getPort();
    }

    /// What kdig prints with these arguments.
    String kdig(String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Tool.path("kdig").orElseThrow().toString());
        line.addAll(List.of("@127.0.0.1", "-p", "" + port(), "+timeout=3", "+retry=0"));
        line.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            return process.inputReader().readAllAsString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The data of the answers, a line each.
    List<String> data(String... arguments) {
        List<String> with = new ArrayList<>(List.of("+short"));
        with.addAll(List.of(arguments));
        return kdig(with.toArray(String[]::new))
                .lines()
                .filter(l -> !l.isEmpty() && !l.startsWith(";"))
                .toList();
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
        server.close();
    }
}

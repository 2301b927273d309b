// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.it.net.SharedLoops;
import dev.galley.net.Loops;
import dev.galley.net.Way;
import dev.galley.pool.Pool;
import dev.galley.reach.dns.DnsServer;
import dev.galley.reach.proxy.HttpProxy;
import dev.galley.reach.proxy.Workers;
import dev.galley.reach.proxy.relay.TcpRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/// One listener on a free port of 127.0.0.1: a proxy, where nothing else is said.
final class Running implements AutoCloseable {
    private final Loops loops = SharedLoops.of(2);
    private final Workers workers = new Workers(loops);
    private final Map<String, Pool> pools = new HashMap<>();
    private final Way way;

    private Running(String yaml) {
        Config config = config(yaml);
        try {
            for (var pool : config.pools().entrySet()) {
                workers.tls().prepare(pool.getValue().tls());
                pools.put(pool.getKey(), new Pool(pool.getKey(), pool.getValue(), loops.writers()));
            }
            way = way(config.listeners().getFirst());
            way.bind();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Way way(ListenerConfig listener) {
        return switch (listener) {
            case ListenerConfig.Http http -> new HttpProxy(workers, http, pools);
            case ListenerConfig.Relay relay -> new TcpRelay(workers, relay, pools);
            case ListenerConfig.Dns dns -> new DnsServer(loops, dns, pools);
            case ListenerConfig.Kernel kernel -> throw new IllegalArgumentException("" + kernel);
        };
    }

    /// By a whole configuration.
    static Running whole(String yaml) {
        return new Running(yaml);
    }

    private static Config config(String yaml) {
        return Config.parse("galley.yaml", yaml, Map.of());
    }

    /// In front of `member`, an address with a port.
    ///
    /// @param listener settings of the listener, as `tls: {...}`
    static Running before(String member, String listener) {
        return of(member, "", listener);
    }

    /// @param pool settings of the pool
    static Running of(String member, String pool, String listener) {
        return new Running(yaml(member, pool, listener));
    }

    static String yaml(String member, String pool, String listener) {
        return """
        pools: {web: {members: ["%s"], %s}}
        listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}], %s}]
        """
                .formatted(member, pool, listener);
    }

    /// One that serves these certificates.
    static Running serving(String member, Authority.Pair... pairs) {
        return before(member, tls("", pairs));
    }

    /// The setting of a listener.
    ///
    /// @param more settings beside the certificates
    static String tls(String more, Authority.Pair... pairs) {
        StringBuilder list = new StringBuilder();
        for (Authority.Pair pair : pairs) list.append(pair.yaml()).append(", ");
        return "tls: {certificates: [" + list + "], " + more + "}";
    }

    /// Takes another configuration of the listener.
    void reload(String yaml) throws IOException {
        way.configure(config(yaml).listeners().getFirst(), pools);
    }

    int port() {
        return way.address().getPort();
    }

    Way way() {
        return way;
    }

    /// How often something has ended so, by its code.
    long ends(String code) {
        return way.gauges().ends().getOrDefault(code, 0L);
    }

    /// What `openssl s_client` says of a connection.
    String client(String options) {
        return Program.run("openssl s_client -connect 127.0.0.1:" + port() + " " + options);
    }

    /// What `curl` prints of `/`.
    String curl(String options) {
        return Program.run(
                "curl -sSi --max-time 30 " + options + " https://localhost:" + port() + "/");
    }

    @Override
    public void close() {
        way.close();
        workers.tls().keep(java.util.Set.of());
    }
}

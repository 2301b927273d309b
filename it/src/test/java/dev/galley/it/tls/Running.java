// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.reach.proxy.HttpProxy;
import dev.galley.reach.proxy.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/// A proxy on a free port of 127.0.0.1.
final class Running implements AutoCloseable {
    private final Loops loops = Loops.start(2);
    private final Workers workers = new Workers(loops);
    private final Map<String, Pool> pools = new HashMap<>();
    private final HttpProxy proxy;

    private Running(String yaml) {
        Config config = config(yaml);
        try {
            for (var pool : config.pools().entrySet()) {
                workers.tls().prepare(pool.getValue().tls());
                pools.put(pool.getKey(), new Pool(pool.getKey(), pool.getValue(), loops.count()));
            }
            var listener = (ListenerConfig.Http) config.listeners().getFirst();
            proxy = new HttpProxy(workers, listener, pools);
            proxy.bind();
        } catch (IOException e) {
            loops.close();
            throw new UncheckedIOException(e);
        }
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
        proxy.configure(config(yaml).listeners().getFirst(), pools);
    }

    int port() {
        return proxy.address().getPort();
    }

    HttpProxy proxy() {
        return proxy;
    }

    /// What `openssl s_client` says of a connection.
    String client(String options) {
        return Program.run("openssl s_client -connect 127.0.0.1:" + port() + " " + options);
    }

    /// What `curl` prints of `/`.
    String curl(String options) {
        return Program.run(
                "curl -sSi --max-time 8 " + options + " https://localhost:" + port() + "/");
    }

    @Override
    public void close() {
        proxy.close();
        workers.tls().keep(java.util.Set.of());
        loops.close();
    }
}

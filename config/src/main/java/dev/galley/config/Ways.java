// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a way cannot do with a pool. Not every policy can be had by every way: what is refused, is
/// refused when the file is read, never when a request comes.
final class Ways {
    private final Map<String, PoolConfig> pools;
    private final List<String> faults = new ArrayList<>();

    private Ways(Map<String, PoolConfig> pools) {
        this.pools = pools;
    }

    /// What is asked of a way that it cannot do: a sentence each, which begins with the path of the
    /// listener's key that asks for it.
    static List<String> faults(Map<String, PoolConfig> pools, List<ListenerConfig> listeners) {
        Ways ways = new Ways(pools);
        for (int i = 0; i < listeners.size(); i++)
            ways.check("listeners[" + i + "]", listeners.get(i));
        return ways.faults;
    }

    private void check(String path, ListenerConfig listener) {
        switch (listener) {
            case ListenerConfig.Proxy _ -> {}
            case ListenerConfig.Relay relay -> relay(path, relay);
            case ListenerConfig.Redirect redirect -> {
                List<RouteConfig> routes = redirect.routes();
                for (int i = 0; i < routes.size(); i++)
                    pool(path + ".routes[" + i + "].pool", routes.get(i).pool(), Ways::redirect);
            }
            case ListenerConfig.Dns dns ->
                    dns.names()
                            .forEach(
                                    (_, config) -> pool(path + ".names", config.pool(), Ways::dns));
        }
    }

    private void relay(String path, ListenerConfig.Relay relay) {
        Judge judge = relay.bind().udp() ? Ways::udp : Ways::relay;
        pool(path + ".pool", relay.pool(), judge);
        List<RelayRoute> routes = relay.routes();
        for (int i = 0; i < routes.size(); i++)
            pool(path + ".routes[" + i + "].pool", routes.get(i).pool(), judge);
    }

    /// What a way finds wrong with a pool, to go behind "pool NAME"; null: nothing.
    private interface Judge {
        @Nullable String fault(PoolConfig pool);
    }

    private void pool(String path, @Nullable String name, Judge judge) {
        PoolConfig pool = name == null ? null : pools.get(name);
        String fault = pool == null ? null : judge.fault(pool);
        if (fault != null) faults.add(path + " pool " + name + " " + fault);
    }

    private static @Nullable String redirect(PoolConfig pool) {
        PersistenceConfig persistence = pool.persistence();
        if (persistence != null && pastTheBalancer(persistence))
            return "cannot be reached by a redirect with a persistence that is found in forms or in"
                    + " the application's cookies, which go to the member alone; use cookie,"
                    + " source, url or header";
        return switch (pool.policy()) {
            case PolicyConfig.FastestResponse _ ->
                    "cannot be reached by a redirect with fastest-response: the answers go past it;"
                            + " use least-connections or random";
            case PolicyConfig.LeastLoad _ ->
                    "cannot be reached by a redirect with least-load: the answers, which carry the"
                            + " load, go past it; use least-connections or random";
            case PolicyConfig.RoundRobin _,
                    PolicyConfig.Ratio _,
                    PolicyConfig.LeastConnections _,
                    PolicyConfig.Random _,
                    PolicyConfig.Hash _ ->
                    null;
        };
    }

    /// Whether all that a session is known by goes past whoever only redirects.
    private static boolean pastTheBalancer(PersistenceConfig persistence) {
        return !persistence.ids().isEmpty()
                && persistence.ids().stream()
                        .allMatch(id ->
                                id instanceof SessionId.Cookie || id instanceof SessionId.Form);
    }

    private static @Nullable String relay(PoolConfig pool) {
        PersistenceConfig persistence = pool.persistence();
        if (persistence != null && !byAddress(persistence))
            return "cannot be reached by a relay with a persistence that is found in requests,"
                    + " which a relay does not read; use source or destination";
        return switch (pool.policy()) {
            case PolicyConfig.LeastLoad _ ->
                    "cannot be reached by a relay with least-load: the load comes in HTTP headers,"
                            + " which a relay does not read; use least-connections or random";
            case PolicyConfig.Hash hash -> relay(hash.key());
            case PolicyConfig.RoundRobin _,
                    PolicyConfig.Ratio _,
                    PolicyConfig.LeastConnections _,
                    PolicyConfig.FastestResponse _,
                    PolicyConfig.Random _ ->
                    null;
        };
    }

    private static boolean byAddress(PersistenceConfig persistence) {
        return persistence.ids().stream()
                .anyMatch(id ->
                        id instanceof SessionId.Source || id instanceof SessionId.Destination);
    }

    private static @Nullable String relay(HashKey key) {
        return switch (key) {
            case HashKey.Source _, HashKey.SourcePort _ -> null;
            case HashKey.Url _, HashKey.Header _ ->
                    "cannot be reached by a relay with a hash of something in a request, which a"
                            + " relay does not read; use the key source or source-port";
        };
    }

    private static @Nullable String udp(PoolConfig pool) {
        if (pool.proxyProtocol() != ProxyProtocol.OFF)
            return "cannot be reached by a relay of UDP with proxy-protocol: that is spoken over"
                    + " TCP only";
        if (pool.tls() != null)
            return "cannot be reached by a relay of UDP with tls: that is spoken over TCP only";
        return relay(pool);
    }

    private static @Nullable String dns(PoolConfig pool) {
        if (pool.persistence() != null)
            return "cannot be reached by DNS with persistence: who asks is a resolver, for many"
                    + " clients; use a hash by source, which knows their subnets";
        String instead = "; use ratio, round-robin, or hash by source";
        return switch (pool.policy()) {
            case PolicyConfig.RoundRobin _, PolicyConfig.Ratio _, PolicyConfig.Random _ -> null;
            case PolicyConfig.LeastConnections _ ->
                    "cannot be reached by DNS with least-connections: the connections go past it"
                            + instead;
            case PolicyConfig.FastestResponse _ ->
                    "cannot be reached by DNS with fastest-response: the answers go past it"
                            + instead;
            case PolicyConfig.LeastLoad _ ->
                    "cannot be reached by DNS with least-load: the answers, which carry the load,"
                            + " go past it"
                            + instead;
            case PolicyConfig.Hash hash ->
                    hash.key() instanceof HashKey.Source
                            ? null
                            : "cannot be reached by DNS with a hash of anything but source: a query"
                                    + " carries nothing else of the client";
        };
    }
}

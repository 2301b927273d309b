// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
                    redirect(path + ".routes[" + i + "]", routes.get(i));
            }
            case ListenerConfig.Dns dns ->
                    dns.names()
                            .forEach((name, config) ->
                                    pool(
                                            path + ".names.\"" + name + "\".pool",
                                            config.pool(),
                                            Ways::dns));
            case ListenerConfig.Kernel kernel ->
                    pool(
                            path + ".pool",
                            kernel.pool(),
                            (pool, fault) -> KernelRules.judge(kernel, pool, fault));
        }
    }

    private void relay(String path, ListenerConfig.Relay relay) {
        Judge judge = relay.bind().udp() ? Ways::udp : Ways::relay;
        pool(path + ".pool", relay.pool(), judge);
        List<RelayRoute> routes = relay.routes();
        for (int i = 0; i < routes.size(); i++)
            pool(path + ".routes[" + i + "].pool", routes.get(i).pool(), judge);
    }

    private void redirect(String path, RouteConfig route) {
        pool(path + ".pool", route.pool(), Ways::redirect);
        if (route.pool() == null) return;
        if (route.rewrite().host() != null) unseen(path + ".rewrite.host");
        if (!route.rewrite().request().isEmpty()) unseen(path + ".rewrite.request");
    }

    private void unseen(String path) {
        faults.add(
                path
                        + " is for requests that pass through: a redirect sends the client itself;"
                        + " use via: proxy");
    }

    /// Tells what a way finds wrong with a pool: a sentence each, to go behind "pool NAME".
    private interface Judge {
        void judge(PoolConfig pool, Consumer<String> fault);
    }

    private void pool(String path, @Nullable String name, Judge judge) {
        PoolConfig pool = name == null ? null : pools.get(name);
        if (pool != null)
            judge.judge(pool, fault -> faults.add(path + " pool " + name + " cannot be " + fault));
    }

    private static void redirect(PoolConfig pool, Consumer<String> fault) {
        PersistenceConfig persistence = pool.persistence();
        if (persistence != null && pastTheBalancer(persistence))
            fault.accept(
                    "reached by a redirect with a persistence that is found in forms or in the"
                            + " application's cookies, which go to the member alone; use cookie,"
                            + " source, url or header");
        if (pool.scale() != null)
            fault.accept("reached by a redirect with scale: the load goes past it; use via: proxy");
        if (pool.members().stream().anyMatch(member -> member.public_() == null))
            withoutPublic(pool, fault);
        switch (pool.policy()) {
            case PolicyConfig.FastestResponse _ ->
                    fault.accept(
                            "reached by a redirect with fastest-response: the answers go past it;"
                                    + " use least-connections or random");
            case PolicyConfig.LeastLoad _ ->
                    fault.accept(
                            "reached by a redirect with least-load: the answers, which carry the"
                                    + " load, go past it; use least-connections or random");
            case PolicyConfig.RoundRobin _,
                    PolicyConfig.Ratio _,
                    PolicyConfig.LeastConnections _,
                    PolicyConfig.Random _,
                    PolicyConfig.Hash _ -> {}
        }
    }

    /// Whether all that a session is known by goes past whoever only redirects.
    private static boolean pastTheBalancer(PersistenceConfig persistence) {
        return !persistence.ids().isEmpty()
                && persistence.ids().stream()
                        .allMatch(id ->
                                id instanceof SessionId.Cookie || id instanceof SessionId.Form);
    }

    /// Some members have no URL but `http://` and their address.
    private static void withoutPublic(PoolConfig pool, Consumer<String> fault) {
        if (pool.tls() != null)
            fault.accept(
                    "reached by a redirect with tls: clients would be sent to the members by"
                            + " http://; give each member its public, https://...");
        if (pool.proxyProtocol() != ProxyProtocol.OFF)
            fault.accept(
                    "reached by a redirect with proxy-protocol: clients come to the members by"
                            + " themselves, and send none; give each member its public");
    }

    private static void relay(PoolConfig pool, Consumer<String> fault) {
        if (pool.scale() != null && pool.scale().target().p95() != null)
            fault.accept(
                    "reached by a relay with a scale by p95: it sees connections, not answers; use"
                            + " in-flight");
        PersistenceConfig persistence = pool.persistence();
        if (persistence != null && !byAddress(persistence))
            fault.accept(
                    "reached by a relay with a persistence that is found in requests, which a"
                            + " relay does not read; use source or destination");
        switch (pool.policy()) {
            case PolicyConfig.LeastLoad _ ->
                    fault.accept(
                            "reached by a relay with least-load: the load comes in HTTP headers,"
                                    + " which a relay does not read; use least-connections or"
                                    + " random");
            case PolicyConfig.Hash hash -> {
                if (!ofAddress(hash.key()))
                    fault.accept(
                            "reached by a relay with a hash of something in a request, which a"
                                    + " relay does not read; use the key source or source-port");
            }
            case PolicyConfig.RoundRobin _,
                    PolicyConfig.Ratio _,
                    PolicyConfig.LeastConnections _,
                    PolicyConfig.FastestResponse _,
                    PolicyConfig.Random _ -> {}
        }
    }

    private static boolean byAddress(PersistenceConfig persistence) {
        return persistence.ids().stream()
                .anyMatch(id ->
                        id instanceof SessionId.Source || id instanceof SessionId.Destination);
    }

    private static boolean ofAddress(HashKey key) {
        return switch (key) {
            case HashKey.Source _, HashKey.SourcePort _ -> true;
            case HashKey.Url _, HashKey.Header _ -> false;
        };
    }

    private static void udp(PoolConfig pool, Consumer<String> fault) {
        if (pool.proxyProtocol() != ProxyProtocol.OFF)
            fault.accept(
                    "reached by a relay of UDP with proxy-protocol: that is spoken over TCP only");
        if (pool.tls() != null)
            fault.accept("reached by a relay of UDP with tls: that is spoken over TCP only");
        relay(pool, fault);
    }

    private static void dns(PoolConfig pool, Consumer<String> fault) {
        if (pool.persistence() != null)
            fault.accept(
                    "reached by DNS with persistence: who asks is a resolver, for many clients; use"
                            + " a hash by source, which knows their subnets");
        if (pool.proxyProtocol() != ProxyProtocol.OFF)
            fault.accept(
                    "reached by DNS with proxy-protocol: clients come to the members by themselves,"
                            + " and send none");
        if (pool.scale() != null)
            fault.accept("reached by DNS with scale: the load goes past it; use via: relay");
        String instead = "; use ratio, round-robin, or hash by source";
        switch (pool.policy()) {
            case PolicyConfig.RoundRobin _, PolicyConfig.Ratio _, PolicyConfig.Random _ -> {}
            case PolicyConfig.LeastConnections _ ->
                    fault.accept(
                            "reached by DNS with least-connections: the connections go past it"
                                    + instead);
            case PolicyConfig.FastestResponse _ ->
                    fault.accept(
                            "reached by DNS with fastest-response: the answers go past it"
                                    + instead);
            case PolicyConfig.LeastLoad _ ->
                    fault.accept(
                            "reached by DNS with least-load: the answers, which carry the load, go"
                                    + " past it"
                                    + instead);
            case PolicyConfig.Hash hash -> {
                if (!(hash.key() instanceof HashKey.Source))
                    fault.accept(
                            "reached by DNS with a hash of anything but source: a query carries"
                                    + " nothing else of the client; use the key source");
                if (hash.bound() != null)
                    fault.accept(
                            "reached by DNS with a bound: the requests in flight go past it; leave"
                                    + " bound out");
            }
        }
    }
}

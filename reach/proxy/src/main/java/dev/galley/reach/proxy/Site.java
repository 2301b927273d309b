// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.Cidr;
import dev.galley.config.ErrorPage;
import dev.galley.config.Forwarding;
import dev.galley.config.Limits;
import dev.galley.config.ListenerConfig;
import dev.galley.config.RouteConfig;
import dev.galley.config.StatusRange;
import dev.galley.pool.Pool;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A listener's configuration, made ready for the hot path. Immutable; a reload swaps it whole.
final class Site {
    final ListenerConfig.Http config;

    /// How clients are sent to the members; null: requests are passed on to them.
    final ListenerConfig.@Nullable Redirect redirect;

    final Forwarding forwarded;
    final Limits limits;
    final List<Route> routes;
    final long headNanos;
    final long bodyNanos;
    final long sendNanos;
    final long idleNanos;
    final long tunnelNanos;
    final long unhurriedNanos;
    final @Nullable AccessLog log;
    private final List<Cidr> trusted;

    /// @param before the site this one replaces: routes that stay keep their counters
    Site(
            ListenerConfig.Http config,
            Map<String, Pool> pools,
            int writers,
            @Nullable AccessLog log,
            @Nullable Site before) {
        this.config = config;
        this.limits = config.limits();
        this.headNanos = config.timeout().head().toNanos();
        this.bodyNanos = config.timeout().body().toNanos();
        this.sendNanos = config.timeout().send().toNanos();
        this.idleNanos = config.timeout().idle().toNanos();
        this.tunnelNanos = config.timeout().tunnel().toNanos();
        this.unhurriedNanos = config.limits().minRateAfter().toNanos();
        this.log = log;
        this.redirect = config instanceof ListenerConfig.Redirect sends ? sends : null;
        this.forwarded = config instanceof ListenerConfig.Proxy p ? p.forwarded() : Forwarding.BOTH;
        this.trusted = config instanceof ListenerConfig.Proxy p ? p.trusted() : List.of();
        Map<String, Route> known = new HashMap<>();
        if (before != null) for (Route route : before.routes) known.put(route.name, route);
        this.routes =
                config.routes().stream().map(route -> route(route, pools, writers, known)).toList();
    }

    private static Route route(
            RouteConfig config, Map<String, Pool> pools, int writers, Map<String, Route> known) {
        Pool pool = config.pool() == null ? null : pools.get(config.pool());
        if (config.pool() != null && pool == null)
            throw new IllegalArgumentException("there is no pool \"" + config.pool() + "\"");
        Route route = new Route(config, pool, writers);
        Route old = known.remove(route.name);
        return old == null ? route : route.keeping(old.traffic);
    }

    /// The first route that matches, or null.
    @Nullable Route route(RequestHead head) {
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            if (route.matches(head)) return route;
        }
        return null;
    }

    /// Whether what `source` says of those before it is believed.
    boolean trusts(InetAddress source) {
        return within(trusted, source);
    }

    private static boolean within(List<Cidr> ranges, InetAddress address) {
        for (Cidr range : ranges) if (range.contains(address)) return true;
        return false;
    }

    @Nullable ErrorPage errorPage(int status) {
        for (ErrorPage page : config.errorPages())
            for (StatusRange range : page.status()) if (range.contains(status)) return page;
        return null;
    }
}

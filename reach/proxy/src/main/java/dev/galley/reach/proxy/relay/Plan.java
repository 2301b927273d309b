// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.ListenerConfig;
import dev.galley.config.OnDown;
import dev.galley.config.RelayRoute;
import dev.galley.config.SourceAddress;
import dev.galley.net.RouteTraffic;
import dev.galley.pool.Pool;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A relay's configuration, made ready. Immutable; a reload swaps it whole.
final class Plan {
    private static final Duration TCP_IDLE = Duration.ofHours(1), UDP_IDLE = Duration.ofSeconds(30);
    private static final int TCP_MOST = 100_000, UDP_MOST = 10_000;

    final ListenerConfig.Relay config;
    final List<Branch> branches;
    final boolean asksName;
    final boolean keepsSource;
    final boolean closesOnDown;
    final int connections;
    final int responses;
    final long idleNanos;
    final long helloNanos;
    final @Nullable Log log;

    /// @param before the one that this one replaces: routes that stay keep their counters
    Plan(
            ListenerConfig.Relay config,
            Map<String, Pool> pools,
            int writers,
            @Nullable Log log,
            @Nullable Plan before) {
        boolean udp = config.bind().udp();
        Duration idle = config.timeout().idle();
        Integer most = config.connections(), responses = config.responses();
        this.config = config;
        this.log = log;
        this.asksName = config.routes().stream().anyMatch(r -> !r.match().sni().isEmpty());
        this.keepsSource = config.source() == SourceAddress.CLIENT;
        this.closesOnDown = config.onDown() == OnDown.CLOSE;
        this.connections = most != null ? most : udp ? UDP_MOST : TCP_MOST;
        this.responses = responses == null ? 0 : responses;
        this.idleNanos = (idle != null ? idle : udp ? UDP_IDLE : TCP_IDLE).toNanos();
        this.helloNanos = config.timeout().hello().toNanos();
        Map<String, Branch> known = new HashMap<>();
        if (before != null) for (Branch b : before.branches) known.put(b.title(), b);
        this.branches = routes(config).stream().map(r -> branch(r, pools, writers, known)).toList();
    }

    private static List<RelayRoute> routes(ListenerConfig.Relay config) {
        String pool = config.pool();
        return pool == null
                ? config.routes()
                : List.of(new RelayRoute(new RelayRoute.Match(List.of()), pool));
    }

    private static Branch branch(
            RelayRoute route, Map<String, Pool> pools, int writers, Map<String, Branch> known) {
        Pool pool = pools.get(route.pool());
        if (pool == null)
            throw new IllegalArgumentException("there is no pool \"" + route.pool() + "\"");
        Branch branch = Branch.of(route.match(), pool, writers);
        Branch old = known.remove(branch.title());
        return old == null ? branch : branch.keeping(old.traffic());
    }

    /// The first that serves who asks for this name.
    ///
    /// @param name null: none was asked for
    @Nullable Branch branch(@Nullable String name) {
        for (Branch branch : branches) if (branch.serves(name)) return branch;
        return null;
    }

    List<RouteTraffic> traffic() {
        return branches.stream().map(b -> new RouteTraffic(b.title(), b.traffic())).toList();
    }
}

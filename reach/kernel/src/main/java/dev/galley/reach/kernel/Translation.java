// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.galley.config.HashKey;
import dev.galley.config.ListenerConfig;
import dev.galley.config.MemberConfig;
import dev.galley.config.PersistenceConfig;
import dev.galley.config.PolicyConfig;
import dev.galley.config.PoolConfig;
import dev.galley.pool.MemberState;
import dev.galley.pool.Snapshot;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A pool in the kernel's terms. What the kernel cannot do was refused when the file was read.
///
/// A member that gets new connections has its weight; one that gets none, since it drains, has no
/// weight, or is of a priority group that is not needed, has weight 0 and goes on with what it has;
/// one that has failed is not there.
final class Translation {
    private final ListenerConfig.Kernel listener;
    private final ServiceKey key;
    private final Snapshot snapshot;
    private final boolean startsSlowly;
    private final Map<InetSocketAddress, Destination> destinations = new LinkedHashMap<>();
    private final Set<InetSocketAddress> failed = new HashSet<>();

    private Translation(ListenerConfig.Kernel listener, Snapshot snapshot) {
        this.listener = listener;
        this.key = ServiceKey.of(listener.bind());
        this.snapshot = snapshot;
        this.startsSlowly =
                snapshot.members().stream().anyMatch(m -> !m.config().slowStart().isZero());
    }

    static Wanted of(ListenerConfig.Kernel listener, Snapshot snapshot) {
        Translation translation = new Translation(listener, snapshot);
        snapshot.members().forEach(translation::add);
        return new Wanted(
                service(translation.key, snapshot.config()),
                translation.destinations,
                translation.failed);
    }

    private static Service service(ServiceKey key, PoolConfig pool) {
        Scheduler scheduler = scheduler(pool.policy());
        if (!(pool.persistence() instanceof PersistenceConfig.Source source))
            return new Service(key, scheduler);
        int prefix = key.isIpv6() ? source.ipv6Prefix() : source.ipv4Prefix();
        return new Service(key, scheduler, source.table().ttl().truncatedTo(SECONDS), prefix);
    }

    private static Scheduler scheduler(PolicyConfig policy) {
        return switch (policy) {
            case PolicyConfig.RoundRobin _ -> Scheduler.ROUND_ROBIN;
            case PolicyConfig.Ratio _ -> Scheduler.WEIGHTED_ROUND_ROBIN;
            case PolicyConfig.LeastConnections _ -> Scheduler.WEIGHTED_LEAST_CONNECTIONS;
            case PolicyConfig.Hash hash -> scheduler(hash.key());
            case PolicyConfig.FastestResponse _, PolicyConfig.LeastLoad _, PolicyConfig.Random _ ->
                    throw refused();
        };
    }

    private static Scheduler scheduler(HashKey key) {
        return switch (key) {
            case HashKey.Source _ -> Scheduler.SOURCE_HASH;
            case HashKey.SourcePort _ -> Scheduler.SOURCE_PORT_HASH;
            case HashKey.Url _, HashKey.Header _ -> throw refused();
        };
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("was to be refused when the file was read");
    }

    /// Two members of one address are one destination with the weight of both.
    private void add(MemberState state) {
        if (!state.keeping()) failed.add(state.member().address());
        if (!state.keeping() || !reachable(state.member().address())) return;
        Destination one =
                new Destination(
                        state.member().address(), forwarding(), weight(state), limit(state));
        destinations.merge(one.address(), one, (a, b) -> a.weighing(a.weight() + b.weight()));
    }

    /// Whether its family, and for packets that arrive as they were sent its port, is the
    /// service's: what a name leads to may be anything.
    private boolean reachable(InetSocketAddress member) {
        return member.getAddress() instanceof Inet6Address == key.isIpv6()
                && (forwarding() == Forwarding.NAT || member.getPort() == key.address().getPort());
    }

    private Forwarding forwarding() {
        return switch (listener) {
            case ListenerConfig.Nat _ -> Forwarding.NAT;
            case ListenerConfig.Direct _ -> Forwarding.DIRECT;
            case ListenerConfig.Tunnel _ -> Forwarding.TUNNEL;
        };
    }

    /// Whole numbers only: tenfold in a pool where some member starts slowly.
    private int weight(MemberState state) {
        if (!snapshot.serving(state)) return 0;
        return startsSlowly ? state.weight() * state.tenths() : state.weight();
    }

    private static int limit(MemberState state) {
        MemberConfig config = state.config();
        return config.maxConnections() == null ? 0 : config.maxConnections();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import dev.galley.config.Address;
import dev.galley.config.Bind;
import dev.galley.config.Cidr;
import dev.galley.config.Config;
import dev.galley.config.FloodConfig;
import dev.galley.config.HealthConfig;
import dev.galley.config.ListenerConfig;
import dev.galley.config.PoolConfig;
import dev.galley.config.SourceAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a file asks of a machine.
///
/// @param binds where its listeners are
/// @param mirrored what the kernel forwards by itself
/// @param floods what is asked to be kept away
/// @param connections how many clients may be connected at a time
/// @param transparent whether members see the clients' own addresses
/// @param pings whether members are pinged
/// @param virtual the addresses that another machine may have
/// @param fast whether their adverts are so frequent that Galley wants real-time scheduling
public record Needs(
        List<Bind> binds,
        List<Mirrored> mirrored,
        List<FloodConfig> floods,
        long connections,
        boolean transparent,
        boolean pings,
        Set<InetAddress> virtual,
        boolean fast) {
    /// Below it Galley has adverts sent by a thread with real-time scheduling.
    private static final Duration FAST = Duration.ofMillis(300);

    /// The kernel's ways.
    public enum Way {
        NAT,
        DIRECT,
        TUNNEL;

        /// The word of the file.
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// A listener whose clients the kernel takes to the members.
    ///
    /// @param members those with an address in the file
    public record Mirrored(Way way, Bind bind, String pool, List<InetAddress> members) {
        boolean ipv6() {
            return bind.address().host().indexOf(':') >= 0;
        }
    }

    static Needs of(Config config) {
        List<Bind> binds = new ArrayList<>();
        List<Mirrored> mirrored = new ArrayList<>();
        long connections = 0;
        boolean transparent = false;
        for (ListenerConfig listener : config.listeners()) {
            binds.add(listener.bind());
            connections += connections(listener);
            if (listener instanceof ListenerConfig.Kernel kernel)
                mirrored.add(mirrored(kernel, config.pools()));
            transparent |=
                    listener instanceof ListenerConfig.Relay relay
                            && relay.source() == SourceAddress.CLIENT;
        }
        List<FloodConfig> floods =
                config.listeners().stream()
                        .map(ListenerConfig::flood)
                        .filter(Objects::nonNull)
                        .toList();
        return new Needs(
                binds,
                mirrored,
                floods,
                connections,
                transparent,
                pings(config),
                virtual(config),
                config.virtualAddresses().stream().anyMatch(v -> v.advert().compareTo(FAST) < 0));
    }

    private static Set<InetAddress> virtual(Config config) {
        return config.virtualAddresses().stream()
                .flatMap(group -> group.address().stream())
                .map(held -> held.address().address())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Mirrored mirrored(
            ListenerConfig.Kernel listener, Map<String, PoolConfig> pools) {
        Way way =
                switch (listener) {
                    case ListenerConfig.Nat _ -> Way.NAT;
                    case ListenerConfig.Direct _ -> Way.DIRECT;
                    case ListenerConfig.Tunnel _ -> Way.TUNNEL;
                };
        return new Mirrored(
                way, listener.bind(), listener.pool(), members(pools.get(listener.pool())));
    }

    private static long connections(ListenerConfig listener) {
        return switch (listener) {
            case ListenerConfig.Http http -> http.limits().connections();
            case ListenerConfig.Relay relay ->
                    relay.connections() != null
                            ? relay.connections()
                            : relay.bind().udp() ? 10_000 : 100_000;
            case ListenerConfig.Dns dns -> dns.connections();
            case ListenerConfig.Kernel _ -> 0;
        };
    }

    private static boolean pings(Config config) {
        return config.pools().values().stream()
                .map(PoolConfig::health)
                .anyMatch(health -> health instanceof HealthConfig.Ping);
    }

    /// The members that have an address in the file.
    private static List<InetAddress> members(@Nullable PoolConfig pool) {
        if (pool == null) return List.of();
        return pool.members().stream()
                .map(member -> member.address())
                .filter(Objects::nonNull)
                .map(Needs::literal)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static @Nullable InetAddress literal(Address address) {
        try {
            return Cidr.parse(address.host()).network();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.net.Inet6Address;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the kernel cannot do when it chooses the members by itself: it knows addresses, ports and
/// connections, and nothing that is in them.
final class KernelRules {
    /// The kernel counts in ticks, up to 1000 a second, with 32 bits.
    private static final Duration LONGEST = Duration.ofDays(31);

    private static final String INSTEAD = "; use least-connections, ratio or round-robin";

    private KernelRules() {}

    /// What the kernel is given is an address, not a socket that is bound to any.
    ///
    /// @throws IllegalArgumentException if it is none, or every one
    static void check(Bind bind) {
        Address at = bind.address();
        if (!Literal.looksLikeOne(at.host()) || at.port() == 0)
            throw new IllegalArgumentException(
                    "bind must have an address and a port above 0, such as 10.0.0.100:80: the"
                            + " kernel forwards what comes to that one");
        if (Literal.parse(at.host()).isAnyLocalAddress())
            throw new IllegalArgumentException(
                    "bind must have one address, not all: the kernel forwards what comes to that"
                            + " one");
    }

    /// @throws IllegalArgumentException if it asks for what only a listener of this machine has
    static void check(Bind bind, FloodConfig flood) {
        if (bind.udp()) flood.refuseTcp();
        if (flood.syn() == Syn.COOKIES)
            throw new IllegalArgumentException(
                    "flood.syn must be proxy or off: the kernel's TCP, which gives cookies, has no"
                            + " part in via: nat");
    }

    /// Tells what is wrong with the pool: a sentence each, to go behind "pool NAME cannot be".
    static void judge(ListenerConfig.Kernel listener, PoolConfig pool, Consumer<String> fault) {
        Consumer<String> told = why -> fault.accept("reached by the kernel with " + why);
        policy(pool.policy(), told);
        if (pool.persistence() != null) persistence(pool.persistence(), told);
        if (pool.proxyProtocol() != ProxyProtocol.OFF)
            told.accept("proxy-protocol: packets pass as they come, and members see the client");
        if (pool.tls() != null) told.accept("tls: packets pass as they come; use via: relay");
        if (pool.scale() != null) scale(listener, pool.scale(), told);
        for (MemberConfig member : pool.members()) {
            family(listener.bind().address(), member.address(), told);
            if (!(listener instanceof ListenerConfig.Nat)) port(listener.bind(), member, told);
        }
    }

    private static void scale(
            ListenerConfig.Kernel listener, ScaleConfig scale, Consumer<String> told) {
        if (scale.target().p95() != null)
            told.accept("a scale by p95: it sees connections, not answers; use in-flight");
        if (!(listener instanceof ListenerConfig.Nat))
            told.accept(
                    "scale: directly routed or tunnelled packets arrive as clients sent them, and"
                            + " members that come have ports of their own; use via: nat");
    }

    private static void policy(PolicyConfig policy, Consumer<String> told) {
        switch (policy) {
            case PolicyConfig.RoundRobin _,
                    PolicyConfig.Ratio _,
                    PolicyConfig.LeastConnections _ -> {}
            case PolicyConfig.FastestResponse _ ->
                    told.accept("fastest-response: it sees no answers" + INSTEAD);
            case PolicyConfig.LeastLoad _ ->
                    told.accept("least-load: it reads no headers" + INSTEAD);
            case PolicyConfig.Random _ -> told.accept("random: it has no such scheduler" + INSTEAD);
            case PolicyConfig.Hash hash -> hash(hash, told);
        }
    }

    private static void hash(PolicyConfig.Hash hash, Consumer<String> told) {
        switch (hash.key()) {
            case HashKey.Source _, HashKey.SourcePort _ -> {}
            case HashKey.Url _, HashKey.Header _ ->
                    told.accept(
                            "a hash of something in a request, which it does not read; use the key"
                                    + " source or source-port");
        }
        if (hash.bound() != null) told.accept("a bound: its hash has none; leave bound out");
    }

    private static void persistence(PersistenceConfig persistence, Consumer<String> told) {
        if (!(persistence instanceof PersistenceConfig.Source source))
            told.accept(
                    "a persistence other than by source: it reads no requests, and knows one"
                            + " destination; use source");
        else if (source.table().ttl().compareTo(LONGEST) > 0)
            told.accept("a persistence of more than 31d: it counts no further; use a shorter ttl");
        if (persistence.isShared())
            told.accept(
                    "a persistence that is shared: it has a table of its own, which nobody else is"
                            + " told of; leave shared out");
    }

    private static void family(Address at, @Nullable Address member, Consumer<String> told) {
        if (member == null || !Literal.looksLikeOne(member.host())) return;
        if (isSix(at) != isSix(member))
            told.accept(
                    "the member "
                            + member
                            + " behind "
                            + at
                            + ": one is IPv4, the other IPv6; use via: relay");
    }

    private static boolean isSix(Address address) {
        return Literal.parse(address.host()) instanceof Inet6Address;
    }

    private static void port(Bind bind, MemberConfig member, Consumer<String> told) {
        Integer port = member.address() == null ? member.port() : (Integer) member.address().port();
        int wanted = bind.address().port();
        if (port != null && port == wanted) return;
        told.accept(
                (port == null
                                ? "ports from SRV records"
                                : "the member " + member.identity() + " behind port " + wanted)
                        + ": directly routed or tunnelled packets arrive as clients sent them; use"
                        + " port "
                        + wanted
                        + " there, or via: nat");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.ipvs;

import dev.galley.reach.kernel.Counters;
import dev.galley.reach.kernel.Destination;
import dev.galley.reach.kernel.Forwarding;
import dev.galley.reach.kernel.Scheduler;
import dev.galley.reach.kernel.Service;
import dev.galley.reach.kernel.ServiceKey;
import dev.galley.reach.kernel.Table.Held;
import dev.galley.reach.kernel.netlink.Attributes;
import dev.galley.reach.kernel.netlink.Request;
import dev.galley.reach.kernel.system.SocketAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The attributes of IPVS's netlink messages (the kernel's ip_vs.h), written and read.
///
/// A service of Galley's carries the third of the flags that are left to schedulers, which none of
/// the kernel's uses: `flag-3` in `ipvsadm -Ln`.
final class Messages {
    static final int SERVICE = 1, DESTINATION = 2;
    private static final int FAMILY = 1, PROTOCOL = 2, ADDRESS = 3, PORT = 4, MARK = 5;
    private static final int SCHEDULER = 6, FLAGS = 7, TIMEOUT = 8, NETMASK = 9;
    private static final int TO_ADDRESS = 1, TO_PORT = 2, METHOD = 3, WEIGHT = 4;
    private static final int UPPER = 5, LOWER = 6, ACTIVE = 7, TO_FAMILY = 11, STATS = 12;
    private static final int CONNECTIONS = 1, BYTES_IN = 4, BYTES_OUT = 5;
    private static final int TCP = 6, UDP = 17;
    private static final int PERSISTENT = 0x01, FALLBACK = 0x08, BY_PORT = 0x10, OURS = 0x20;
    private static final int ALL_BUT_HASHED = ~0x02;

    private Messages() {}

    static void key(Request to, ServiceKey key) {
        InetAddress address = key.address().getAddress();
        to.u16(FAMILY, SocketAddresses.family(address))
                .u16(PROTOCOL, key.udp() ? UDP : TCP)
                .bytes(ADDRESS, address.getAddress())
                .be16(PORT, key.address().getPort());
    }

    static void service(Request to, Service service) {
        boolean persistent = !service.persistence().isZero();
        int flags = OURS | (persistent ? PERSISTENT : 0) | flags(service.scheduler());
        key(to, service.key());
        to.string(SCHEDULER, name(service.scheduler()))
                .bytes(FLAGS, flagsAndMask(flags))
                .u32(TIMEOUT, (int) service.persistence().toSeconds());
        if (service.key().isIpv6()) to.u32(NETMASK, service.prefix());
        else to.be32(NETMASK, -1 << (32 - service.prefix()));
    }

    /// Two 32-bit numbers: the flags, and which of them are meant.
    private static byte[] flagsAndMask(int flags) {
        byte[] both = new byte[8];
        ByteBuffer.wrap(both).order(ByteOrder.nativeOrder()).putInt(flags).putInt(-1);
        return both;
    }

    static void address(Request to, InetSocketAddress address) {
        to.u16(TO_FAMILY, SocketAddresses.family(address.getAddress()))
                .bytes(TO_ADDRESS, address.getAddress().getAddress())
                .be16(TO_PORT, address.getPort());
    }

    /// Both thresholds are the limit: full at it, and open again below it.
    static void destination(Request to, Destination destination) {
        address(to, destination.address());
        to.u32(METHOD, method(destination.forwarding()))
                .u32(WEIGHT, destination.weight())
                .u32(UPPER, destination.limit())
                .u32(LOWER, destination.limit());
    }

    /// Which service it is; null: one of a kind that Galley does not know, of firewall marks or
    /// SCTP.
    static @Nullable ServiceKey key(Attributes from) throws ProtocolException {
        if (from.has(MARK)) return null;
        int protocol = from.u16(PROTOCOL);
        if (protocol != TCP && protocol != UDP) return null;
        InetAddress address = address(from.bytes(ADDRESS), from.u16(FAMILY));
        return new ServiceKey(new InetSocketAddress(address, from.be16(PORT)), protocol == UDP);
    }

    /// A service that Galley has made; null: somebody else has, or has changed it since.
    static @Nullable Service service(ServiceKey key, Attributes from) throws ProtocolException {
        int flags = from.u32(FLAGS) & ALL_BUT_HASHED;
        if ((flags & OURS) == 0) return null;
        int rest = flags & ~(OURS | PERSISTENT);
        for (Scheduler scheduler : Scheduler.values())
            if (name(scheduler).equals(from.string(SCHEDULER)) && flags(scheduler) == rest)
                return (flags & PERSISTENT) == 0
                        ? new Service(key, scheduler)
                        : new Service(
                                key,
                                scheduler,
                                Duration.ofSeconds(Integer.toUnsignedLong(from.u32(TIMEOUT))),
                                key.isIpv6()
                                        ? from.u32(NETMASK)
                                        : Integer.bitCount(from.u32(NETMASK)));
        return null;
    }

    /// A destination, and what goes on there.
    ///
    /// @param ipv6 the service's family: kernels before 3.18 do not tell a destination's
    static Held destination(Attributes from, boolean ipv6) throws ProtocolException {
        int family =
                from.has(TO_FAMILY)
                        ? from.u16(TO_FAMILY)
                        : ipv6 ? SocketAddresses.AF_INET6 : SocketAddresses.AF_INET;
        InetAddress address = address(from.bytes(TO_ADDRESS), family);
        Destination destination =
                new Destination(
                        new InetSocketAddress(address, from.be16(TO_PORT)),
                        forwarding(from.u32(METHOD)),
                        from.u32(WEIGHT),
                        from.u32(UPPER));
        Attributes stats = from.nest(STATS);
        return new Held(
                destination,
                from.u32(ACTIVE),
                new Counters(stats.u64(CONNECTIONS), stats.u64(BYTES_IN), stats.u64(BYTES_OUT)));
    }

    private static InetAddress address(byte[] bytes, int family) throws ProtocolException {
        int length = family == SocketAddresses.AF_INET6 ? 16 : 4;
        if (bytes.length < length)
            throw new ProtocolException("an address of " + bytes.length + " bytes");
        try {
            return InetAddress.getByAddress(Arrays.copyOf(bytes, length));
        } catch (UnknownHostException e) {
            throw new LinkageError("an address of " + length + " bytes", e);
        }
    }

    private static String name(Scheduler scheduler) {
        return switch (scheduler) {
            case ROUND_ROBIN -> "rr";
            case WEIGHTED_ROUND_ROBIN -> "wrr";
            case WEIGHTED_LEAST_CONNECTIONS -> "wlc";
            case SOURCE_HASH, SOURCE_PORT_HASH -> "mh";
        };
    }

    /// Without fallback a destination of weight 0 refuses whom the hash leads to it.
    private static int flags(Scheduler scheduler) {
        return switch (scheduler) {
            case ROUND_ROBIN, WEIGHTED_ROUND_ROBIN, WEIGHTED_LEAST_CONNECTIONS -> 0;
            case SOURCE_HASH -> FALLBACK;
            case SOURCE_PORT_HASH -> FALLBACK | BY_PORT;
        };
    }

    private static int method(Forwarding forwarding) {
        return switch (forwarding) {
            case NAT -> 0;
            case TUNNEL -> 2;
            case DIRECT -> 3;
        };
    }

    /// What is neither is as good as direct: packets go on as they came.
    private static Forwarding forwarding(int method) {
        return switch (method) {
            case 0 -> Forwarding.NAT;
            case 2 -> Forwarding.TUNNEL;
            default -> Forwarding.DIRECT;
        };
    }
}

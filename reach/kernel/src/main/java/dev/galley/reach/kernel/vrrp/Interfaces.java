// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import dev.galley.config.IpAddress;
import dev.galley.reach.kernel.netlink.Attributes;
import dev.galley.reach.kernel.netlink.Message;
import dev.galley.reach.kernel.netlink.Netlink;
import dev.galley.reach.kernel.netlink.Request;
import dev.galley.reach.kernel.system.Errno;
import dev.galley.reach.kernel.system.KernelException;
import dev.galley.reach.kernel.system.SocketAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The interfaces of this machine and their addresses (rtnetlink(7)). One thread at a time.
///
/// The addresses that are given here carry a mark of ours and a lifetime; none but those are
/// changed or taken away.
final class Interfaces {
    /// How long an address lives that nobody refreshes, in seconds: a process that is killed, or
    /// does not run, holds it no longer.
    static final int LIFETIME = 3;

    /// Who has given an address (IFA_PROTO, since Linux 5.18). Numbers from 4 on are free for
    /// daemons; keepalived takes 18.
    private static final int OURS = 71;

    private static final int NEW_LINK = 16, GET_LINK = 18;
    private static final int IFLA_ADDRESS = 1, IFLA_IFNAME = 3;
    private static final int IFF_UP = 1, IFF_RUNNING = 0x40;
    private static final int NEW_ADDRESS = 20, DELETE_ADDRESS = 21, GET_ADDRESS = 22;
    private static final int IFA_ADDRESS = 1, IFA_LOCAL = 2, IFA_CACHEINFO = 6, IFA_FLAGS = 8;
    private static final int IFA_PROTO = 11;
    private static final int IFA_F_NODAD = 2, IFA_F_TENTATIVE = 0x40;
    private static final int LINK_HEADER = 16, ADDRESS_HEADER = 8;
    private static final int NEW_ROUTE = 24, DELETE_ROUTE = 25, ROUTE_HEADER = 12;
    private static final int RTA_DST = 1, RTA_OIF = 4, RTA_EXPIRES = 23;
    private static final int LOCAL_TABLE = 255, LOCAL = 2;

    private final Netlink netlink;

    Interfaces(Netlink netlink) {
        this.netlink = netlink;
    }

    /// An address that an interface has.
    ///
    /// @param ours whether it was given here, or by a Galley before this one
    /// @param usable whether the kernel has made sure that it has it alone
    record Assigned(int index, InetAddress address, boolean ours, boolean usable) {}

    /// The interface of this name; null: there is none.
    @Nullable Link link(String name) throws IOException {
        Request request =
                new Request("look for the interface " + name, GET_LINK, 0)
                        .structure(new byte[LINK_HEADER])
                        .string(IFLA_IFNAME, name);
        try {
            for (Message answer : netlink.call(request))
                if (answer.type() == NEW_LINK) return link(name, answer);
        } catch (KernelException e) {
            if (!e.is(Errno.ENODEV)) throw e;
        }
        return null;
    }

    private static Link link(String name, Message answer) throws ProtocolException {
        Attributes attributes = answer.attributes(LINK_HEADER);
        int flags = answer.body().getInt(8);
        boolean up = (flags & IFF_UP) != 0 && (flags & IFF_RUNNING) != 0;
        byte[] mac = attributes.has(IFLA_ADDRESS) ? attributes.bytes(IFLA_ADDRESS) : new byte[0];
        return new Link(name, answer.body().getInt(4), mac, up);
    }

    /// All addresses of a family, in the kernel's order.
    List<Assigned> addresses(int family) throws IOException {
        Request request =
                new Request("list the addresses", GET_ADDRESS, Request.DUMP)
                        .structure(header(family, 0, 0, 0));
        List<Assigned> all = new ArrayList<>();
        for (Message answer : netlink.call(request)) {
            Attributes attributes = answer.attributes(ADDRESS_HEADER);
            int kind = attributes.has(IFA_LOCAL) ? IFA_LOCAL : IFA_ADDRESS;
            if (answer.type() != NEW_ADDRESS || !attributes.has(kind)) continue;
            int flags = attributes.has(IFA_FLAGS) ? attributes.u32(IFA_FLAGS) : 0;
            all.add(
                    new Assigned(
                            answer.body().getInt(4),
                            InetAddress.getByAddress(attributes.bytes(kind)),
                            ours(attributes),
                            (flags & IFA_F_TENTATIVE) == 0));
        }
        return all;
    }

    /// Before Linux 5.18 nobody says who gave it: ours are those that live for seconds.
    private static boolean ours(Attributes attributes) throws ProtocolException {
        if (attributes.has(IFA_PROTO)) return (attributes.bytes(IFA_PROTO)[0] & 0xFF) == OURS;
        if (!attributes.has(IFA_CACHEINFO)) return false;
        ByteBuffer lifetimes = ByteBuffer.wrap(attributes.bytes(IFA_CACHEINFO));
        return Integer.compareUnsigned(lifetimes.order(ByteOrder.nativeOrder()).getInt(4), LIFETIME)
                <= 0;
    }

    /// Gives an interface an address for {@link #LIFETIME}, or makes it live so long from now on.
    ///
    /// Over IPv6 nothing waits for duplicate address detection, and the address is deprecated at
    /// once (RFC 4862, section 5.5.4): it serves whoever asks for it, and is not chosen as the
    /// source of connections from here, which would break when it moves.
    void hold(int index, InetAddress address, int prefix) throws IOException {
        int family = SocketAddresses.family(address);
        boolean six = family == SocketAddresses.AF_INET6;
        ByteBuffer lifetimes = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        lifetimes.putInt(six ? 0 : LIFETIME).putInt(LIFETIME);
        Request request =
                new Request(
                                "give " + IpAddress.text(address) + " to an interface",
                                NEW_ADDRESS,
                                Request.CREATE | Request.REPLACE)
                        .structure(header(family, prefix, six ? IFA_F_NODAD : 0, index))
                        .bytes(IFA_LOCAL, address.getAddress())
                        .bytes(IFA_ADDRESS, address.getAddress())
                        .bytes(IFA_CACHEINFO, lifetimes.array())
                        .u8(IFA_PROTO, OURS);
        netlink.call(request);
    }

    /// Lets packets to an address of IPv6 find it here at once, for {@link #LIFETIME}. The kernel
    /// does so by itself, but on a thread that waits for its turn: 400 ms were seen on a busy
    /// machine, and neighbours that had been told sent packets to nobody.
    void lead(int index, InetAddress address) throws IOException {
        netlink.call(route(NEW_ROUTE, Request.CREATE | Request.REPLACE, index, address));
    }

    /// Ends that, if it has not ended by itself.
    void unlead(int index, InetAddress address) throws IOException {
        try {
            netlink.call(route(DELETE_ROUTE, 0, index, address));
        } catch (KernelException e) {
            if (!e.is(Errno.ESRCH) && !e.is(Errno.ENODEV)) throw e;
        }
    }

    private static Request route(int type, int flags, int index, InetAddress address) {
        byte[] header = new byte[ROUTE_HEADER];
        header[0] = SocketAddresses.AF_INET6;
        header[1] = (byte) 128;
        header[4] = (byte) LOCAL_TABLE;
        header[5] = OURS;
        header[7] = LOCAL;
        return new Request("route packets to " + IpAddress.text(address), type, flags)
                .structure(header)
                .bytes(RTA_DST, address.getAddress())
                .u32(RTA_OIF, index)
                .u32(RTA_EXPIRES, LIFETIME);
    }

    /// Takes an address away; nothing happens if it is there no more.
    void release(int index, InetAddress address, int prefix) throws IOException {
        int family = SocketAddresses.family(address);
        Request request =
                new Request(
                                "take " + IpAddress.text(address) + " from an interface",
                                DELETE_ADDRESS,
                                0)
                        .structure(header(family, prefix, 0, index))
                        .bytes(IFA_LOCAL, address.getAddress())
                        .bytes(IFA_ADDRESS, address.getAddress());
        try {
            netlink.call(request);
        } catch (KernelException e) {
            if (!e.is(Errno.EADDRNOTAVAIL) && !e.is(Errno.ENODEV)) throw e;
        }
    }

    private static byte[] header(int family, int prefix, int flags, int index) {
        return ByteBuffer.allocate(ADDRESS_HEADER)
                .order(ByteOrder.nativeOrder())
                .put((byte) family)
                .put((byte) prefix)
                .put((byte) flags)
                .put((byte) 0)
                .putInt(index)
                .array();
    }
}

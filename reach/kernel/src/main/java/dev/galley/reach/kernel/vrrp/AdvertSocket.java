// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import static dev.galley.reach.kernel.system.SocketAddresses.AF_INET;
import static dev.galley.reach.kernel.system.SocketAddresses.AF_INET6;

import dev.galley.reach.kernel.system.KernelException;
import dev.galley.reach.kernel.system.NativeSocket;
import dev.galley.reach.kernel.system.SocketAddresses;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sends and receives adverts on one interface: a raw socket of protocol 112 that is bound to it,
/// in the group of VRRP's routers (RFC 9568, sections 5.1.1.2 and 5.1.2.2). Needs CAP_NET_RAW.
final class AdvertSocket implements AutoCloseable {
    static final InetAddress ROUTERS = InetAddress.ofLiteral("224.0.0.18"),
            ROUTERS_6 = InetAddress.ofLiteral("ff02::12");

    /// The longest advert and the longest header before it.
    private static final int ROOM = 60 + Advert.LONGEST;

    private static final int SOL_SOCKET = 1, SO_BINDTODEVICE = 25;
    private static final int SOL_IP = 0, IP_TOS = 1, IP_TTL = 2, IP_PKTINFO = 8;
    private static final int IP_MULTICAST_IF = 32, IP_MULTICAST_TTL = 33, IP_MULTICAST_LOOP = 34;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int SOL_IPV6 = 41, IPV6_UNICAST_HOPS = 16, IPV6_MULTICAST_IF = 17;
    private static final int IPV6_MULTICAST_HOPS = 18, IPV6_MULTICAST_LOOP = 19;
    private static final int IPV6_ADD_MEMBERSHIP = 20, IPV6_RECVPKTINFO = 49, IPV6_PKTINFO = 50;
    private static final int IPV6_RECVHOPLIMIT = 51, IPV6_TCLASS = 67;

    /// Class selector 6, network control (RFC 4594).
    private static final int NETWORK_CONTROL = 0xC0;

    private final NativeSocket socket;
    private final int index;
    private final boolean six;

    private AdvertSocket(NativeSocket socket, int index, boolean six) {
        this.socket = socket;
        this.index = index;
        this.six = six;
    }

    static AdvertSocket open(Link link, boolean six) throws KernelException {
        NativeSocket socket =
                NativeSocket.open(
                        "a socket for VRRP on " + link.name(),
                        six ? AF_INET6 : AF_INET,
                        NativeSocket.SOCK_RAW,
                        Advert.PROTOCOL);
        try {
            byte[] name = (link.name() + '\0').getBytes(StandardCharsets.US_ASCII);
            socket.option(SOL_SOCKET, SO_BINDTODEVICE, name);
            if (six) six(socket, link.index());
            else four(socket, link.index());
            return new AdvertSocket(socket, link.index(), six);
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
    }

    private static void four(NativeSocket socket, int index) throws KernelException {
        socket.option(SOL_IP, IP_TOS, NETWORK_CONTROL);
        socket.option(SOL_IP, IP_TTL, 255);
        socket.option(SOL_IP, IP_MULTICAST_TTL, 255);
        socket.option(SOL_IP, IP_MULTICAST_LOOP, 0);
        byte[] group = fields(12).put(0, ROUTERS.getAddress()).putInt(8, index).array();
        socket.option(SOL_IP, IP_MULTICAST_IF, group);
        socket.option(SOL_IP, IP_ADD_MEMBERSHIP, group);
    }

    private static void six(NativeSocket socket, int index) throws KernelException {
        socket.option(SOL_IPV6, IPV6_TCLASS, NETWORK_CONTROL);
        socket.option(SOL_IPV6, IPV6_UNICAST_HOPS, 255);
        socket.option(SOL_IPV6, IPV6_MULTICAST_HOPS, 255);
        socket.option(SOL_IPV6, IPV6_MULTICAST_LOOP, 0);
        socket.option(SOL_IPV6, IPV6_MULTICAST_IF, index);
        socket.option(SOL_IPV6, IPV6_RECVPKTINFO, 1);
        socket.option(SOL_IPV6, IPV6_RECVHOPLIMIT, 1);
        byte[] group = fields(20).put(0, ROUTERS_6.getAddress()).putInt(16, index).array();
        socket.option(SOL_IPV6, IPV6_ADD_MEMBERSHIP, group);
    }

    NativeSocket socket() {
        return socket;
    }

    /// Sends one advert.
    ///
    /// @param from an address of the interface
    void send(byte[] message, InetAddress from, InetAddress to) throws KernelException {
        byte[] control =
                six
                        ? fields(40)
                                .put(16, from.getAddress())
                                .putInt(32, index)
                                .putLong(0, 36)
                                .putInt(8, SOL_IPV6)
                                .putInt(12, IPV6_PKTINFO)
                                .array()
                        : fields(32)
                                .putInt(16, index)
                                .put(20, from.getAddress())
                                .putLong(0, 28)
                                .putInt(8, SOL_IP)
                                .putInt(12, IP_PKTINFO)
                                .array();
        byte[] address = SocketAddresses.of(to, 0);
        if (six) fields(address).putInt(24, index);
        socket.send(ByteBuffer.wrap(message), address, control);
    }

    /// Whether {@link #receive} has something to give.
    boolean ready() throws KernelException {
        return socket.await(Duration.ZERO);
    }

    /// Takes one packet.
    ///
    /// @return null if that was nothing that adverts can be in
    @Nullable Packet receive() throws KernelException {
        ByteBuffer room = ByteBuffer.allocate(ROOM);
        NativeSocket.Received received = socket.receive(room);
        if (received.truncated()) return null;
        byte[] bytes = new byte[received.length()];
        room.get(0, bytes);
        return six ? Packet.six(bytes, received.from(), received.control()) : Packet.four(bytes);
    }

    @Override
    public void close() {
        socket.close();
    }

    private static ByteBuffer fields(int size) {
        return fields(new byte[size]);
    }

    private static ByteBuffer fields(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}

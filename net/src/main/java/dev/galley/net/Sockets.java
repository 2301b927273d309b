// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.config.Address;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUringChannelOption;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/// Options of sockets, the same on both sides of a balancer.
public final class Sockets {
    /// What may wait to be written to a slow reader before its source is read no further.
    private static final WriteBufferWaterMark WRITE_LIMITS =
            new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private static final int LONGEST_DATAGRAM = 65_535;
    private static final String CANNOT_BORROW =
            "cannot connect from clients' addresses (source: client), which takes Linux, and root"
                    + " or CAP_NET_ADMIN: ";
    private static final int SOL_IP = 0;
    private static final int IP_TRANSPARENT = 19;
    private static final int IP_BIND_ADDRESS_NO_PORT = 24;

    private Sockets() {}

    /// A bootstrap for connections from `loop`; give it a handler and connect it.
    public static Bootstrap connector(Loops loops, Loop loop, ChannelHandler handler) {
        Bootstrap connector =
                new Bootstrap()
                        .group(loop.eventLoop())
                        .channel(loops.transport().channel())
                        // Connect deadlines are the loop's, as all deadlines are.
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                        .handler(handler);
        tune(connector::option, loops.transport());
        return connector;
    }

    /// A bootstrap for a socket of datagrams on `loop`; give it a handler, and bind or connect it.
    ///
    /// @param loops those of {@link Loops#datagrams}
    public static Bootstrap datagrams(Loops loops, Loop loop, ChannelHandler handler) {
        return new Bootstrap()
                .group(loop.eventLoop())
                .channel(loops.transport().datagramChannel())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(LONGEST_DATAGRAM))
                .handler(handler);
    }

    /// Lets a socket that is not bound yet connect from an address that is not this machine's
    /// (IP_TRANSPARENT of ip(7); IPV6_TRANSPARENT is the same flag).
    ///
    /// @throws IOException if the host does not let us
    public static void borrowAddresses(Channel channel) throws IOException {
        if (!(channel instanceof UnixChannel unix) || !(unix.fd() instanceof Socket socket))
            throw new IOException("not a socket of Linux");
        borrowAddresses(socket);
    }

    private static void borrowAddresses(Socket socket) throws IOException {
        socket.setIntOpt(SOL_IP, IP_TRANSPARENT, 1);
        // The port is chosen when both ends are known: it can serve many members.
        socket.setIntOpt(SOL_IP, IP_BIND_ADDRESS_NO_PORT, 1);
    }

    /// Finds out whether {@link #borrowAddresses} will work.
    ///
    /// @throws IOException if it won't; the message says what it takes
    public static void tryBorrowing() throws IOException {
        if (!Epoll.isAvailable()) throw new IOException(CANNOT_BORROW + "there is no epoll");
        Socket probe = Socket.newSocketStream();
        try {
            borrowAddresses(probe);
        } catch (IOException e) {
            throw new IOException(CANNOT_BORROW + e.getMessage(), e);
        } finally {
            probe.close();
        }
    }

    interface Options {
        <T> Object set(ChannelOption<T> option, T value);
    }

    static void tune(Options options, Transport transport) {
        options.set(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
        options.set(ChannelOption.TCP_NODELAY, true);
        options.set(ChannelOption.ALLOW_HALF_CLOSURE, true);
        options.set(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_LIMITS);
        options.set(ChannelOption.WRITE_SPIN_COUNT, 4);
        if (transport == Transport.IO_URING)
            options.set(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, Rings.GROUP);
    }

    static InetSocketAddress listening(Address address) throws IOException {
        if (address.host().isEmpty()) return new InetSocketAddress(address.port());
        try {
            return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
        } catch (UnknownHostException e) {
            throw new IOException(
                    "cannot listen on " + address + ": no address is known for " + address.host(),
                    e);
        }
    }

    /// With SO_REUSEPORT a second process would quietly share the port: find out first.
    ///
    /// @param elsewhere whether another machine may have the address: then nobody has the port here
    static void refuseTaken(InetSocketAddress at, boolean elsewhere) throws IOException {
        if (at.getPort() == 0) return;
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(at, 1);
        } catch (BindException e) {
            if (!elsewhere || !absent(e)) throw e;
        }
    }

    /// Whether this machine does not have the address.
    static boolean absent(IOException e) {
        return String.valueOf(e.getMessage()).contains("assign");
    }

    /// As {@link #refuseTaken}, for UDP.
    static void refuseTakenUdp(InetSocketAddress at, boolean elsewhere) throws IOException {
        if (at.getPort() == 0) return;
        try (DatagramSocket probe = new DatagramSocket(null)) {
            probe.setReuseAddress(false);
            probe.bind(at);
        } catch (BindException e) {
            if (!elsewhere || !absent(e)) throw e;
        }
    }

    /// Whether there are connections that both could be asked for.
    public static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
        InetAddress a = one.getAddress(), b = other.getAddress();
        return one.getPort() == other.getPort()
                && (a.isAnyLocalAddress() || b.isAnyLocalAddress() || a.equals(b));
    }

    static String reason(IOException e, Address address) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("in use"))
            return "the address is in use; find who has it with: ss -ltnp 'sport = :"
                    + address.port()
                    + "'";
        if (message.contains("ermission"))
            return "not permitted; ports below 1024 need root,"
                    + " or: setcap cap_net_bind_service=+ep on the java binary";
        if (absent(e)) return "this machine does not have that address; see: ip address";
        return message;
    }
}

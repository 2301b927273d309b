// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.util.Locale;

/// How bytes get in and out of the kernel, the best first.
public enum Transport {
    /// Linux 5.19 and up, where the host lets us: one system call for all that is ready.
    IO_URING,
    /// Linux.
    EPOLL,
    /// Anywhere.
    NIO;

    /// The best that this host allows; the system property `galley.transport` (io_uring, epoll,
    /// nio) limits the choice.
    public static Transport best() {
        Transport limit =
                valueOf(
                        System.getProperty("galley.transport", "io_uring")
                                .toUpperCase(Locale.ROOT));
        if (limit == IO_URING && Rings.usable()) return IO_URING;
        if (limit != NIO && Epoll.isAvailable()) return EPOLL;
        return NIO;
    }

    /// Whether every loop can listen on the same address, and the kernel spreads connections over
    /// them.
    boolean sharesPorts() {
        return this != NIO;
    }

    /// What lets more than one socket listen on an address, as long as each has it.
    ChannelOption<Boolean> reusePort() {
        return this == NIO
                ? NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT)
                : UnixChannelOption.SO_REUSEPORT;
    }

    /// Lets a socket listen on an address that this machine does not have (IP_FREEBIND of ip(7));
    /// not with NIO.
    void bindFreely(AbstractBootstrap<?, ?> socket) {
        switch (this) {
            case IO_URING -> socket.option(IoUringChannelOption.IP_FREEBIND, true);
            case EPOLL -> socket.option(EpollChannelOption.IP_FREEBIND, true);
            case NIO -> {}
        }
    }

    /// What each of so many loops runs on.
    IoHandlerFactory handler(int loops) {
        return switch (this) {
            case IO_URING -> Rings.handler(loops);
            case EPOLL -> Epolls.handler();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    Class<? extends ServerChannel> serverChannel() {
        return switch (this) {
            case IO_URING -> IoUringServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case NIO -> NioServerSocketChannel.class;
        };
    }

    Class<? extends Channel> channel() {
        return switch (this) {
            case IO_URING -> IoUringSocketChannel.class;
            case EPOLL -> EpollSocketChannel.class;
            case NIO -> NioSocketChannel.class;
        };
    }

    /// The one for many sockets of datagrams: io_uring's would reserve some 100 KiB for each of
    /// them (Netty 4.2.18).
    Transport forDatagrams() {
        return this == IO_URING && Epoll.isAvailable() ? EPOLL : this;
    }

    Class<? extends DatagramChannel> datagramChannel() {
        return switch (this) {
            case IO_URING -> IoUringDatagramChannel.class;
            case EPOLL -> EpollDatagramChannel.class;
            case NIO -> NioDatagramChannel.class;
        };
    }

    /// Sockets of the family of `address`, since IPv4 in IPv6 costs more; of both for all
    /// addresses.
    ChannelFactory<DatagramChannel> datagrams(InetAddress address) {
        SocketProtocolFamily family =
                address instanceof Inet4Address && !address.isAnyLocalAddress()
                        ? SocketProtocolFamily.INET
                        : null;
        return switch (this) {
            case IO_URING -> () -> new IoUringDatagramChannel(family);
            case EPOLL -> () -> new EpollDatagramChannel(family);
            case NIO -> () -> new NioDatagramChannel(family);
        };
    }

    /// Lets `socket` read many datagrams of up to `size` bytes at a time.
    void batches(Bootstrap socket, int size) {
        switch (this) {
            case IO_URING -> socket.option(IoUringChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, size);
            case EPOLL -> socket.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, size);
            case NIO -> {}
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
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

    IoHandlerFactory handler() {
        return switch (this) {
            case IO_URING -> Rings.handler();
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

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

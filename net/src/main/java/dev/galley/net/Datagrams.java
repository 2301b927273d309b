// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.config.Address;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A UDP port, open on every loop (SO_REUSEPORT): the kernel spreads clients over the loops by
/// their address and port. Where the transport cannot share a port, on the first loop alone.
///
/// Handlers read `DatagramPacket`s, many for one system call where the transport can, and are told
/// `channelReadComplete` after each such batch: the moment to flush.
public final class Datagrams implements AutoCloseable {
    /// How many are read at a time.
    private static final int BATCH = 16;

    private static final int SOCKET_BYTES = 1 << 20;

    /// What may wait for a full socket before the channel is not writable.
    private static final WriteBufferWaterMark WRITE_LIMITS =
            new WriteBufferWaterMark(512 * 1024, 1024 * 1024);

    private final List<Channel> channels = new ArrayList<>();

    private Datagrams() {}

    /// Opens the port.
    ///
    /// @param size how long a datagram may be, in bytes; what is longer is cut
    /// @param handler makes the handler of a loop's socket
    /// @throws IOException if the address cannot be had; the message says why and what to do
    public static Datagrams bind(
            Loops loops, Address address, int size, Function<Loop, ChannelHandler> handler)
            throws IOException {
        Datagrams datagrams = new Datagrams();
        InetSocketAddress at = Sockets.listening(address);
        try {
            boolean elsewhere = loops.elsewhere(at.getAddress());
            if (loops.transport().sharesPorts()) Sockets.refuseTakenUdp(at, elsewhere);
            int count = loops.transport().sharesPorts() ? loops.count() : 1;
            for (int i = 0; i < count; i++) {
                Loop loop = loops.all().get(i);
                datagrams.open(loops, loop, at, size, handler.apply(loop));
                at = datagrams.address();
            }
            return datagrams;
        } catch (IOException e) {
            datagrams.close();
            throw new IOException(
                    "cannot listen on " + address + "/udp: " + Sockets.reason(e, address), e);
        }
    }

    private void open(
            Loops loops, Loop loop, InetSocketAddress at, int size, ChannelHandler handler)
            throws IOException {
        Transport transport = loops.transport();
        Bootstrap socket =
                new Bootstrap()
                        .group(loop.eventLoop())
                        .channelFactory(transport.datagrams(at.getAddress()))
                        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .option(ChannelOption.SO_RCVBUF, SOCKET_BYTES)
                        .option(ChannelOption.SO_SNDBUF, SOCKET_BYTES)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_LIMITS)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, reads(transport, size))
                        .handler(handler);
        transport.batches(socket, size);
        if (loops.elsewhere(at.getAddress())) transport.bindFreely(socket);
        if (transport.sharesPorts()) socket.option(UnixChannelOption.SO_REUSEPORT, true);
        ChannelFuture bound = socket.bind(at).awaitUninterruptibly();
        if (!bound.isSuccess()) throw new IOException(bound.cause().getMessage(), bound.cause());
        channels.add(bound.channel());
    }

    /// One batch for each time that the socket is found readable; NIO reads one at a time.
    private static FixedRecvByteBufAllocator reads(Transport transport, int size) {
        if (transport == Transport.NIO) return new FixedRecvByteBufAllocator(size);
        var reads = new FixedRecvByteBufAllocator(size * BATCH);
        reads.maxMessagesPerRead(1);
        return reads;
    }

    /// Where it listens; with the port that was found if 0 was asked for.
    public InetSocketAddress address() {
        return (InetSocketAddress) channels.getFirst().localAddress();
    }

    @Override
    public void close() {
        for (Channel channel : channels) channel.close().awaitUninterruptibly();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.config.Address;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// An address that datagrams come to, open on every loop (SO_REUSEPORT), so that a sender stays on
/// one loop; where the transport cannot share a port, on the first loop for all.
public final class DatagramListener implements AutoCloseable {
    private final List<Channel> channels = new ArrayList<>();

    private DatagramListener() {}

    /// Starts to listen.
    ///
    /// @param loops those of {@link Loops#datagrams}
    /// @param handler makes the handler of a loop's socket
    /// @throws IOException if the address cannot be listened on; the message says why and what to
    ///   do
    public static DatagramListener bind(
            Loops loops, Address address, Function<Loop, ChannelHandler> handler)
            throws IOException {
        DatagramListener listener = new DatagramListener();
        InetSocketAddress at = Sockets.listening(address);
        try {
            Sockets.refuseTakenUdp(at, loops.elsewhere(at.getAddress()));
            for (Loop loop : doors(loops)) {
                listener.open(loops, loop, at, handler.apply(loop));
                at = listener.address();
            }
            return listener;
        } catch (IOException e) {
            listener.close();
            throw new IOException(
                    "cannot listen on " + address + "/udp: " + Sockets.reason(e, address), e);
        }
    }

    /// The loops that listen.
    public static List<Loop> doors(Loops loops) {
        return loops.transport().sharesPorts() ? loops.all() : loops.all().subList(0, 1);
    }

    private void open(Loops loops, Loop loop, InetSocketAddress at, ChannelHandler handler)
            throws IOException {
        Bootstrap socket = Sockets.datagrams(loops, loop, handler);
        if (loops.transport().sharesPorts()) socket.option(UnixChannelOption.SO_REUSEPORT, true);
        if (loops.elsewhere(at.getAddress())) loops.transport().bindFreely(socket);
        ChannelFuture bound = socket.bind(at).awaitUninterruptibly();
        if (!bound.isSuccess()) throw new IOException(bound.cause().getMessage(), bound.cause());
        channels.add(bound.channel());
    }

    /// Where it listens; with the port that was found if 0 was asked for.
    public InetSocketAddress address() {
        return (InetSocketAddress) channels.getFirst().localAddress();
    }

    /// Listens no more.
    @Override
    public void close() {
        for (Channel channel : channels) channel.close().awaitUninterruptibly();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.config.Address;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A listening address, open on every loop (SO_REUSEPORT) so that a connection never leaves the
/// loop that accepted it; where the transport cannot share a port, on the first loop for all.
public final class Listener implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final List<Channel> channels = new ArrayList<>();

    private Listener() {}

    /// Starts to listen.
    ///
    /// @param handler makes the handler of a new connection; called on the connection's loop
    /// @throws IOException if the address cannot be listened on; the message says why and what to
    ///   do
    public static Listener bind(
            Loops loops, Address address, Function<Loop, ChannelHandler> handler)
            throws IOException {
        Listener listener = new Listener();
        InetSocketAddress at = Sockets.listening(address);
        try {
            if (loops.transport().sharesPorts()) Sockets.refuseTaken(at, address);
            int count = loops.transport().sharesPorts() ? loops.count() : 1;
            for (int i = 0; i < count; i++) {
                listener.open(loops, loops.all().get(i), at, handler);
                at = listener.address();
            }
            return listener;
        } catch (IOException e) {
            listener.close();
            throw new IOException(
                    "cannot listen on " + address + ": " + Sockets.reason(e, address), e);
        }
    }

    private void open(
            Loops loops, Loop loop, InetSocketAddress at, Function<Loop, ChannelHandler> handler)
            throws IOException {
        Transport transport = loops.transport();
        ServerBootstrap server =
                new ServerBootstrap()
                        .group(
                                loop.eventLoop(),
                                transport.sharesPorts() ? loop.eventLoop() : loops.group())
                        .channel(transport.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childHandler(new Accepted(loops, handler));
        if (transport.sharesPorts()) server.option(UnixChannelOption.SO_REUSEPORT, true);
        Sockets.tune(server::childOption, transport);
        ChannelFuture bound = server.bind(at).awaitUninterruptibly();
        if (!bound.isSuccess()) throw new IOException(bound.cause().getMessage(), bound.cause());
        channels.add(bound.channel());
    }

    /// Where it listens; with the port that was found if 0 was asked for.
    public InetSocketAddress address() {
        return (InetSocketAddress) channels.getFirst().localAddress();
    }

    /// Listens no more; connections that were accepted stay.
    @Override
    public void close() {
        for (Channel channel : channels) channel.close().awaitUninterruptibly();
    }

    /// Gives each accepted connection its handler.
    private static final class Accepted extends ChannelInitializer<Channel> {
        private final Loops loops;
        private final Function<Loop, ChannelHandler> handler;

        Accepted(Loops loops, Function<Loop, ChannelHandler> handler) {
            this.loops = loops;
            this.handler = handler;
        }

        @Override
        protected void initChannel(Channel channel) {
            for (Loop loop : loops.all())
                if (loop.eventLoop().inEventLoop()) channel.pipeline().addLast(handler.apply(loop));
        }
    }
}

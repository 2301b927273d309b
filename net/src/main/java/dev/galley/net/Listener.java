// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.config.Address;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A listening address, open on every loop (SO_REUSEPORT) so that a connection never leaves the
/// loop that accepted it; where the transport cannot share a port, on the first loop for all.
///
/// Two listeners of the same loops may overlap (`127.0.0.1:80` and `:80`), for as long as it takes
/// to put the one in the place of the other: the kernel gives a connection to the one that names
/// its address.
public final class Listener implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final Loops loops;
    private final List<Channel> channels = new ArrayList<>();
    private final AtomicInteger entering = new AtomicInteger();
    private volatile Front front;

    private Listener(Loops loops, Front front) {
        this.loops = loops;
        this.front = front;
    }

    /// Starts to listen.
    ///
    /// @param front what stands before the handler
    /// @param handler makes the handler of a new connection; called on the connection's loop
    /// @throws IOException if the address cannot be listened on; the message says why and what to
    ///   do
    public static Listener bind(
            Loops loops, Address address, Front front, Function<Loop, ChannelHandler> handler)
            throws IOException {
        Listener listener = new Listener(loops, front);
        InetSocketAddress at = Sockets.listening(address);
        try {
            if (!listener.overlaps(at)) Sockets.refuseTaken(at, loops.elsewhere(at.getAddress()));
            int count = loops.transport().sharesPorts() ? loops.count() : 1;
            for (int i = 0; i < count; i++) {
                listener.open(loops.all().get(i), at, handler);
                at = listener.address();
            }
            loops.listening().add(listener);
            return listener;
        } catch (IOException e) {
            listener.close();
            throw new IOException(
                    "cannot listen on " + address + ": " + Sockets.reason(e, address), e);
        }
    }

    /// Whether another one has the port, at this address or at all.
    private boolean overlaps(InetSocketAddress at) {
        return loops.listening().stream().anyMatch(other -> Sockets.overlap(other.address(), at));
    }

    private void open(Loop loop, InetSocketAddress at, Function<Loop, ChannelHandler> handler)
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
                        .option(transport.reusePort(), true)
                        .childHandler(new Accepted(this, loops, handler));
        if (loops.elsewhere(at.getAddress())) transport.bindFreely(server);
        Sockets.tune(server::childOption, transport);
        ChannelFuture bound = server.bind(at).awaitUninterruptibly();
        if (!bound.isSuccess()) throw new IOException(bound.cause().getMessage(), bound.cause());
        channels.add(bound.channel());
    }

    /// Where it listens; with the port that was found if 0 was asked for.
    public InetSocketAddress address() {
        return (InetSocketAddress) channels.getFirst().localAddress();
    }

    /// Puts another front before the connections that are still to come.
    public void front(Front next) {
        front = next;
    }

    /// How many connections are on their way to their handler.
    public int entering() {
        return entering.get();
    }

    int entering(int more) {
        return entering.addAndGet(more);
    }

    /// Listens no more; connections that were accepted stay.
    @Override
    public void close() {
        loops.listening().remove(this);
        for (Channel channel : channels) channel.close().awaitUninterruptibly();
    }

    /// Gives each accepted connection its handler.
    private static final class Accepted extends ChannelInitializer<Channel> {
        private final Listener listener;
        private final Loops loops;
        private final Function<Loop, ChannelHandler> handler;

        Accepted(Listener listener, Loops loops, Function<Loop, ChannelHandler> handler) {
            this.listener = listener;
            this.loops = loops;
            this.handler = handler;
        }

        @Override
        protected void initChannel(Channel channel) {
            for (Loop loop : loops.all())
                if (loop.eventLoop().inEventLoop())
                    channel.pipeline().addLast(first(channel, loop));
        }

        private ChannelHandler first(Channel channel, Loop loop) {
            Front front = listener.front;
            boolean header =
                    channel.remoteAddress() instanceof InetSocketAddress peer
                            && front.expectsHeader(peer.getAddress());
            return header || front.tls() != null
                    ? new Entrance(listener, front, channel, loop, header, handler)
                    : handler.apply(loop);
        }
    }
}

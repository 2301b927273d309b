// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetSocketAddress;
import java.util.function.Function;

/// Stands in a new connection's pipeline until it has passed the {@link Front}; then it puts the
/// protocol's handler there, which finds a connection that has just become active, and is gone.
final class Entrance extends Timed {
    private final Listener listener;
    private final Front front;
    private final Loop loop;
    private final Function<Loop, ChannelHandler> handler;
    private final Channel channel;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;

    Entrance(
            Listener listener,
            Front front,
            Channel channel,
            Loop loop,
            Function<Loop, ChannelHandler> handler) {
        this.channel = channel;
        this.listener = listener;
        this.front = front;
        this.loop = loop;
        this.handler = handler;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        loop.watch(this);
        deadline(System.nanoTime() + front.patience().toNanos());
        if (listener.entering(1) > front.most()) ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.unwatch(this);
        listener.entering(-1);
        in.release();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        in = together(ctx, in, (ByteBuf) message);
        ProxyHeader header = ProxyHeader.read(in);
        if (header == null) return;
        if (header.length() < 0) {
            ctx.close();
            return;
        }
        in.skipBytes(header.length());
        InetSocketAddress source = header.source(), destination = header.destination();
        if (source != null && destination != null)
            Origin.set(ctx.channel(), new Origin(source, destination));
        pass(ctx);
    }

    /// What came before and what came now. Bounded by the longest header, and a read.
    private static ByteBuf together(ChannelHandlerContext ctx, ByteBuf before, ByteBuf now) {
        if (!before.isReadable()) {
            before.release();
            return now;
        }
        int length = before.readableBytes() + now.readableBytes();
        ByteBuf both = ctx.alloc().directBuffer(length).writeBytes(before).writeBytes(now);
        before.release();
        now.release();
        return both;
    }

    private void pass(ChannelHandlerContext ctx) {
        ByteBuf rest = in;
        in = Unpooled.EMPTY_BUFFER;
        ctx.pipeline().addLast(handler.apply(loop));
        ctx.fireChannelActive();
        if (rest.isReadable()) ctx.fireChannelRead(rest);
        else rest.release();
        ctx.pipeline().remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) ctx.close();
    }

    @Override
    protected void expired(long now) {
        channel.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.net.Sockets;
import dev.galley.net.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;

/// A relayed connection on either side. Belongs to its loop's thread.
final class Leg extends Timed {
    private final Session session;
    private final boolean borrowsAddress;
    private boolean ended;
    private boolean broken;

    /// @param borrowsAddress whether it connects from an address that is not this machine's
    Leg(Session session, boolean borrowsAddress) {
        this.session = session;
        this.borrowsAddress = borrowsAddress;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        try {
            if (borrowsAddress) Sockets.borrowAddresses(ctx.channel());
        } catch (IOException refused) {
            ctx.close();
        }
    }

    Session session() {
        return session;
    }

    Channel channel() {
        return context().channel();
    }

    /// Whether its peer has said that it will send no more.
    boolean ended() {
        return ended;
    }

    /// Whether it was cut off: a reset, most of all.
    boolean broken() {
        return broken;
    }

    void until(long deadline) {
        deadline(deadline);
    }

    void pause() {
        channel().config().setAutoRead(false);
    }

    void resume() {
        channel().config().setAutoRead(true);
    }

    boolean writable() {
        return channel().isWritable();
    }

    void write(ByteBuf bytes) {
        ChannelHandlerContext ctx = context();
        ctx.write(bytes, ctx.voidPromise());
    }

    void flush() {
        context().flush();
    }

    /// Sends no more, once all that was written is out.
    void endOutput() {
        channel()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener((ChannelFuture flushed) ->
                        ((DuplexChannel) flushed.channel()).shutdownOutput());
    }

    /// Closes once all that was written is out.
    void closeFlushed() {
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// As {@link #closeFlushed}, by a reset: its peer must not take what it got for the whole.
    void resetFlushed() {
        if (channel().isActive()) channel().config().setOption(ChannelOption.SO_LINGER, 0);
        closeFlushed();
    }

    void close() {
        if (attached()) channel().close();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        session.active(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        session.received(this, (ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        session.flushed(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (writable()) session.drained(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof ChannelInputShutdownEvent) || ended) return;
        ended = true;
        session.ended(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken = true;
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.gone(this);
    }

    @Override
    protected void expired(long now) {
        session.expired();
    }
}

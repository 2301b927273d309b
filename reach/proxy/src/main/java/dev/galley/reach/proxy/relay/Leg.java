// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.net.Sockets;
import dev.galley.net.Timed;
import dev.galley.net.tls.TlsClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A relayed connection on either side. Belongs to its loop's thread.
final class Leg extends Timed {
    private final Session session;
    private final boolean borrowsAddress;
    private final @Nullable TlsClient by;
    private @Nullable SslHandler tls;
    private boolean ended;
    private boolean deaf;
    private boolean broken;

    /// @param borrowsAddress whether it connects from an address that is not this machine's
    /// @param by what it is to speak TLS by with a member; null: nothing of its own
    Leg(Session session, boolean borrowsAddress, @Nullable TlsClient by) {
        this.session = session;
        this.borrowsAddress = borrowsAddress;
        this.by = by;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        tls = ctx.pipeline().get(SslHandler.class);
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

    /// What it speaks TLS by with a member.
    @Nullable TlsClient by() {
        return by;
    }

    /// Whether its peer has said that it will send no more.
    boolean ended() {
        return ended;
    }

    /// Whether nothing can be sent any more either, since its peer has said the end by TLS:
    /// BoringSSL has then answered in kind, as TLS 1.2 demands (RFC 5246 section 7.2.1).
    boolean deaf() {
        return deaf;
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

    /// Sends no more, once all that was written is out; by TLS, not without saying so.
    void endOutput() {
        SslHandler secured = tls;
        // What is to be encrypted must be, before the end is said.
        flush();
        ChannelFuture last =
                secured == null
                        ? channel().writeAndFlush(Unpooled.EMPTY_BUFFER)
                        : secured.closeOutbound();
        last.addListener(
                (ChannelFuture flushed) -> ((DuplexChannel) flushed.channel()).shutdownOutput());
    }

    /// Closes once all that was written is out.
    void closeFlushed() {
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// As {@link #closeFlushed}, by a reset, or without the end that TLS would say: its peer must
    /// not take what it got for the whole.
    void resetFlushed() {
        SslHandler secured = tls;
        if (secured == null) {
            if (channel().isActive()) channel().config().setOption(ChannelOption.SO_LINGER, 0);
            closeFlushed();
        } else {
            channel()
                    .writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(
                            (ChannelFuture flushed) -> closeUnsaid(flushed.channel(), secured));
        }
    }

    private static void closeUnsaid(Channel channel, SslHandler secured) {
        ChannelHandlerContext behind = channel.pipeline().context(secured);
        if (behind != null) behind.close();
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
        switch (event) {
            case SslHandshakeCompletionEvent done -> session.shaken(this, done.cause());
            case SslCloseCompletionEvent said when said.isSuccess() -> {
                deaf = true;
                end();
            }
            case ChannelInputShutdownEvent _ when tls == null -> end();
            case ChannelInputShutdownEvent _ when !ended -> {
                // By TLS the end is said: else somebody may have cut the rest off.
                broken = true;
                ctx.close();
            }
            default -> {}
        }
    }

    private void end() {
        if (ended) return;
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

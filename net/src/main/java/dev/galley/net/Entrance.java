// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.net.tls.ClientHello;
import dev.galley.net.tls.TlsServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stands in a new connection's pipeline until it has passed the {@link Front}; then it puts the
/// protocol's handler there, which finds a connection that has just become active, and is gone.
final class Entrance extends Timed {
    private enum State {
        /// The PROXY protocol header is awaited.
        HEADER,
        /// The first message of TLS is awaited.
        HELLO,
        /// The handshake is under way, before this handler.
        HANDSHAKE,
        /// What still comes is thrown away.
        CLOSED
    }

    /// The handshake that is under way.
    private record Handshake(TlsServer tls, ClientHello hello, SslHandler handler) {}

    private final Listener listener;
    private final Front front;
    private final Channel channel;
    private final Loop loop;
    private final Function<Loop, ChannelHandler> handler;
    private State state;
    private @Nullable Handshake handshake;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;

    /// @param header whether a PROXY protocol header comes first
    Entrance(
            Listener listener,
            Front front,
            Channel channel,
            Loop loop,
            boolean header,
            Function<Loop, ChannelHandler> handler) {
        this.listener = listener;
        this.front = front;
        this.channel = channel;
        this.loop = loop;
        this.handler = handler;
        this.state = header ? State.HEADER : State.HELLO;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        loop.watch(this);
        TlsServer tls = front.tls();
        until(state == State.HEADER || tls == null ? front.patience() : tls.patience());
        if (listener.entering(1) > front.most()) ctx.close();
    }

    private void until(Duration patience) {
        deadline(System.nanoTime() + patience.toNanos());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.unwatch(this);
        listener.entering(-1);
        in.release();
        in = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (state == State.HANDSHAKE || state == State.CLOSED) {
            ((ByteBuf) message).release();
            return;
        }
        in = together(ctx, in, (ByteBuf) message);
        if (state == State.HEADER) header(ctx);
        if (state == State.HELLO && in.isReadable()) hello(ctx);
    }

    /// What came before and what came now. Bounded by the longest header or message, and a read.
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

    private void header(ChannelHandlerContext ctx) {
        ProxyHeader header = ProxyHeader.read(in);
        if (header == null) return;
        if (header.length() < 0) {
            close();
            return;
        }
        in.skipBytes(header.length());
        InetSocketAddress source = header.source(), destination = header.destination();
        if (source != null && destination != null)
            Origin.set(channel, new Origin(source, destination, null));
        TlsServer tls = front.tls();
        if (tls == null) {
            pass(ctx);
        } else {
            state = State.HELLO;
            until(tls.patience());
        }
    }

    private void hello(ChannelHandlerContext ctx) {
        ClientHello hello = ClientHello.read(in);
        TlsServer tls = front.tls();
        if (hello == null || tls == null) return;
        if (hello.length() < 0) {
            refuse(ctx);
            return;
        }
        state = State.HANDSHAKE;
        handshake = new Handshake(tls, hello, tls.begin(ctx, hello));
        ByteBuf first = take();
        ctx.pipeline().fireChannelRead(first);
    }

    private ByteBuf take() {
        ByteBuf taken = in;
        in = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    /// It is not TLS that the client speaks.
    private void refuse(ChannelHandlerContext ctx) {
        state = State.CLOSED;
        ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), front.refusal()))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        Handshake done = handshake;
        if (event instanceof ChannelInputShutdownEvent) {
            close();
        } else if (event instanceof SslHandshakeCompletionEvent end && done != null) {
            if (end.isSuccess()) secured(ctx, done);
            else close();
        }
    }

    private void secured(ChannelHandlerContext ctx, Handshake done) {
        Origin plain = Origin.of(channel);
        if (plain == null) {
            close();
            return;
        }
        Origin.set(
                channel,
                new Origin(
                        plain.source(),
                        plain.destination(),
                        done.tls().secured(done.handler(), done.hello())));
        pass(ctx);
    }

    private void pass(ChannelHandlerContext ctx) {
        ByteBuf rest = take();
        ctx.pipeline().addLast(handler.apply(loop));
        ctx.fireChannelActive();
        if (rest.isReadable()) ctx.fireChannelRead(rest);
        else rest.release();
        ctx.pipeline().remove(this);
    }

    private void close() {
        state = State.CLOSED;
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close();
    }

    @Override
    protected void expired(long now) {
        close();
    }
}

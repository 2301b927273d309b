// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.net.Sockets;
import dev.galley.net.tls.TlsClient;
import dev.galley.pool.Member;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/// A connection to a member: serves one exchange at a time, and is idle in between.
final class Upstream extends Side {
    final Member member;
    final @Nullable TlsClient tls;
    private @Nullable Forward forward;
    private boolean open;

    /// An unconnected one that `forward` waits for.
    ///
    /// @param tls null: none is spoken
    Upstream(Worker worker, Member member, @Nullable TlsClient tls, Forward forward) {
        super(worker);
        this.member = member;
        this.tls = tls;
        this.forward = forward;
    }

    /// @param first goes out before anything else; null: nothing
    void connect(long deadline, @Nullable ByteBuf first) {
        worker.loop.watch(this);
        deadline(deadline);
        TlsClient by = tls;
        ChannelHandler handler = by == null ? this : by.before(this, member.address(), first);
        ChannelFuture connecting =
                Sockets.connector(worker.loops, worker.loop, handler).connect(member.address());
        connecting.addListener(done -> {
            if (!done.isSuccess()) notConnected(Termination.NOT_CONNECTED, "");
            else if (by == null) connected(first);
        });
    }

    private void connected(@Nullable ByteBuf first) {
        Forward waiting = forward;
        open = true;
        if (first != null) write(first);
        if (waiting == null) discard();
        else waiting.connected(System.nanoTime());
    }

    private void notConnected(Termination why, String problem) {
        Forward waiting = forward;
        worker.loop.unwatch(this);
        forward = null;
        if (waiting != null) waiting.notConnected(why, problem);
    }

    /// The handshake is over.
    private void shaken(@Nullable Throwable failure) {
        if (failure == null) {
            connected(null);
        } else {
            String problem = member.name() + ": " + TlsClient.reason(failure);
            if (forward != null && tls != null) tls.complain(problem);
            notConnected(Termination.NOT_SECURED, problem);
        }
    }

    /// Serves `next` from now on.
    void attach(Forward next) {
        forward = next;
        noDeadline();
    }

    /// Is idle from now on, or closed if it can't be.
    void release(int most, long idleUntil) {
        forward = null;
        if (in == null && channel().isActive() && worker.upstreams.keep(this, most)) {
            deadline(idleUntil);
            resume();
        } else {
            discard();
        }
    }

    /// Is of no use any more.
    void discard() {
        forward = null;
        dropIn();
        worker.loop.unwatch(this);
        if (attached()) channel().close();
    }

    void until(long deadline) {
        deadline(deadline);
    }

    void unhurried() {
        noDeadline();
    }

    /// Is of no use any more, once all that was written is out.
    void discardFlushed(long deadline) {
        forward = null;
        deadline(deadline);
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        Forward serving = forward;
        if (serving != null) {
            serving.answered(bytes);
        } else {
            // Nobody asked for it: whoever got this connection next would take it for its answer.
            bytes.release();
            closed();
            ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (forward != null) forward.flushAnswer();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (forward != null && writable()) forward.memberWritable();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent done -> shaken(done.cause());
            case SslCloseCompletionEvent said when said.isSuccess() -> ended(ctx);
            case ChannelInputShutdownEvent _ when tls == null -> ended(ctx);
            case ChannelInputShutdownEvent _ -> cutOff(ctx);
            default -> {}
        }
    }

    /// By TLS, the end is said: else somebody else may have cut the rest off (RFC 9112 section
    /// 9.8).
    private void cutOff(ChannelHandlerContext ctx) {
        if (open) closed();
        else shaken(new ClosedChannelException());
        ctx.close();
    }

    private void ended(ChannelHandlerContext ctx) {
        Forward serving = forward;
        if (serving != null && serving.memberEnded()) return;
        closed();
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed();
    }

    private void closed() {
        worker.loop.unwatch(this);
        worker.upstreams.remove(this);
        Forward serving = forward;
        forward = null;
        dropIn();
        if (serving != null) serving.memberClosed();
    }

    @Override
    protected void expired(long now) {
        if (forward != null) {
            forward.memberSlow();
        } else {
            worker.upstreams.remove(this);
            discard();
        }
    }
}

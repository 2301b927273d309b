// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.net.Sockets;
import dev.galley.pool.Member;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/// A connection to a member: serves one exchange at a time, and is idle in between.
final class Upstream extends Side {
    final Member member;
    private @Nullable Forward forward;

    /// An unconnected one that `forward` waits for.
    Upstream(Worker worker, Member member, Forward forward) {
        super(worker);
        this.member = member;
        this.forward = forward;
    }

    void connect(long deadline) {
        worker.loop.watch(this);
        deadline(deadline);
        ChannelFuture connecting =
                Sockets.connector(worker.loops, worker.loop, this).connect(member.address());
        connecting.addListener(done -> connected(done.isSuccess()));
    }

    private void connected(boolean success) {
        Forward waiting = forward;
        if (waiting == null) {
            discard();
        } else if (success) {
            waiting.connected(System.nanoTime());
        } else {
            worker.loop.unwatch(this);
            forward = null;
            waiting.notConnected();
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
        if (event instanceof ChannelInputShutdownEvent) ended(ctx);
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

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.net.Loop;
import dev.galley.net.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Looks by which face a new connection begins, gives it that one's handler, and is gone.
final class Entry extends Timed {
    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

    private final Server server;
    private final Loop loop;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;

    Entry(Server server, Loop loop) {
        this.server = server;
        this.loop = loop;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        loop.watch(this);
        deadline(System.nanoTime() + PATIENCE);
        if (!server.arrived(ctx.channel())) ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.unwatch(this);
        in.release();
        in = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        in = Unpooled.wrappedBuffer(in, (ByteBuf) message);
        Face face = face(ctx);
        if (face == null) return;
        ByteBuf first = in;
        in = Unpooled.EMPTY_BUFFER;
        ctx.pipeline().addLast(face.handler(loop, server));
        ctx.fireChannelActive();
        ctx.fireChannelRead(first);
        ctx.pipeline().remove(this);
    }

    /// The one that it is; null: not known yet, or closed since it is none.
    private @Nullable Face face(ChannelHandlerContext ctx) {
        boolean more = false;
        for (Face face : server.faces()) {
            switch (face.match(in)) {
                case YES -> {
                    return face;
                }
                case MORE -> more = true;
                case NO -> {}
            }
        }
        if (!more) ctx.close();
        return null;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) ctx.close();
    }

    @Override
    protected void expired(long now) {
        context().close();
    }
}

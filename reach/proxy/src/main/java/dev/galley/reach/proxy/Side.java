// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.net.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/// A connection on either side of the proxy. Belongs to its loop's thread.
abstract sealed class Side extends Timed permits Client, Upstream {
    final Worker worker;

    /// What was read and is not used yet.
    @Nullable ByteBuf in;

    /// How much of `in` was looked at in vain for the end of a head.
    private int looked;

    Side(Worker worker) {
        this.worker = worker;
    }

    final Channel channel() {
        return context().channel();
    }

    final void append(ByteBuf more) {
        ByteBuf held = in;
        in = held == null ? more : worker.append(held, more);
    }

    /// Takes what was read; it is the caller's now.
    final @Nullable ByteBuf takeIn() {
        ByteBuf taken = in;
        in = null;
        looked = 0;
        return taken;
    }

    final void dropIn() {
        ByteBuf dropped = takeIn();
        if (dropped != null) dropped.release();
    }

    /// Parses a head at the start of `in`, unless nothing can have changed since the last look: a
    /// head that comes byte by byte is not read again for every byte.
    final int parse(Head head, ByteBuf bytes, dev.galley.config.Limits limits) {
        int readable = bytes.readableBytes();
        if (looked > 0 && readable < limits.head().bytes() && !newLine(bytes)) return Head.MORE;
        int result = head.parse(bytes, limits);
        looked = result == Head.MORE ? readable : 0;
        return result;
    }

    private boolean newLine(ByteBuf bytes) {
        return bytes.indexOf(bytes.readerIndex() + looked, bytes.writerIndex(), (byte) '\n') >= 0;
    }

    final void pause() {
        channel().config().setAutoRead(false);
    }

    final void resume() {
        channel().config().setAutoRead(true);
    }

    final boolean writable() {
        return channel().isWritable();
    }

    /// Whether the peer takes no more for now. What was written is sent first: it may all go out at
    /// once. And it could not wait for the other side to have read all: of a side that is paused
    /// Netty's io_uring says so no more once its buffers have run out.
    final boolean full() {
        if (writable()) return false;
        flush();
        return !writable();
    }

    /// Bytes that wait to be taken by the peer.
    final long waiting() {
        ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    final void write(ByteBuf bytes) {
        ChannelHandlerContext ctx = context();
        ctx.write(bytes, ctx.voidPromise());
    }

    final void flush() {
        context().flush();
    }

    /// Sends no more, once all that was written is out; by TLS, not without saying so: else it
    /// would look as if the rest had been cut off.
    final void endOutput() {
        SslHandler tls = channel().pipeline().get(SslHandler.class);
        // What is to be encrypted must be, before the end is said.
        flush();
        ChannelFuture last =
                tls == null ? channel().writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        last.addListener(
                (ChannelFuture flushed) -> ((DuplexChannel) flushed.channel()).shutdownOutput());
    }
}

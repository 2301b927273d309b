// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.net.Timed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A connection with queries over TCP (RFC 7766): each with its length before it, any number of
/// them, answered in their order.
final class TcpConnection extends Timed {
    private static final int PREFIX = 2;

    private final DnsServer server;
    private final Worker worker;
    private final byte[] message = new byte[Query.LONGEST];
    private @Nullable ChannelHandlerContext ctx;
    private InetAddress client = InetAddress.getLoopbackAddress();
    private byte[] address = {};

    /// What was read and is not answered: less than one query, or more while the client is slow to
    /// read.
    private @Nullable ByteBuf in;

    private boolean counted;
    private boolean clientDone;

    TcpConnection(DnsServer server, Worker worker) {
        this.server = server;
        this.worker = worker;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ctx = context;
        InetSocketAddress peer = (InetSocketAddress) context.channel().remoteAddress();
        if (peer == null || !server.admit()) {
            context.close();
            return;
        }
        counted = true;
        client = peer.getAddress();
        address = client.getAddress();
        worker.loop.watch(this);
        deadline(System.nanoTime() + server.site().idleNanos);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        ByteBuf bytes = (ByteBuf) read;
        in = in == null ? bytes : join(context, in, bytes);
        process(context);
    }

    private static ByteBuf join(ChannelHandlerContext context, ByteBuf first, ByteBuf second) {
        ByteBuf both = context.alloc().directBuffer(first.readableBytes() + second.readableBytes());
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }

    /// Answers what is there, as long as the client takes the answers.
    private void process(ChannelHandlerContext context) {
        while (in != null && context.channel().isWritable() && step(context, in)) {}
        context.flush();
        if (in != null && !in.isReadable()) drop();
        context.channel().config().setAutoRead(context.channel().isWritable());
        if (in == null && (clientDone || server.draining())) finish(context);
    }

    private boolean step(ChannelHandlerContext context, ByteBuf bytes) {
        if (bytes.readableBytes() < PREFIX) return false;
        int length = bytes.getUnsignedShort(bytes.readerIndex());
        if (length > Query.LONGEST || length < Query.HEADER) {
            context.close();
            return false;
        }
        if (bytes.readableBytes() < PREFIX + length) return false;
        bytes.skipBytes(PREFIX).readBytes(message, 0, length);
        long now = System.nanoTime();
        deadline(now + server.site().idleNanos);
        Answer answer = worker.answer(message, length, client, address, false, now);
        if (answer.length == 0) {
            context.close();
            return false;
        }
        ByteBuf out = context.alloc().directBuffer(PREFIX + answer.length);
        out.writeShort(answer.length).writeBytes(answer.bytes, 0, answer.length);
        context.write(out, context.voidPromise());
        return true;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) process(context);
    }

    /// The client asks no more; what it has asked it is told.
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // By TLS nothing can be answered any more: BoringSSL has answered the end in kind.
        if (event instanceof SslCloseCompletionEvent) context.close();
        if (event != ChannelInputShutdownEvent.INSTANCE) return;
        clientDone = true;
        if (in == null || context.channel().isWritable()) finish(context);
    }

    /// Closes after what is written.
    private static void finish(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    boolean isOf(DnsServer which) {
        return server.equals(which);
    }

    /// Closes if nothing is under way.
    void drain() {
        if (ctx != null && in == null) finish(ctx);
    }

    void close() {
        if (ctx != null) ctx.close();
    }

    /// No query, or no answer taken, for too long.
    @Override
    protected void expired(long now) {
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (counted) {
            counted = false;
            server.gone();
            worker.loop.unwatch(this);
        }
        drop();
    }

    private void drop() {
        if (in != null) in.release();
        in = null;
    }

    /// The client has gone, or closed too early: not our fault.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}

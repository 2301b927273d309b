// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Queries over UDP, on one loop. Answers leave together, after the last query of a batch.
final class UdpSocket extends ChannelInboundHandlerAdapter {
    private final Worker worker;
    private final byte[] message = new byte[Query.LONGEST];

    UdpSocket(Worker worker) {
        this.worker = worker;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        DatagramPacket packet = (DatagramPacket) read;
        int length = Math.min(packet.content().readableBytes(), Query.LONGEST);
        packet.content().getBytes(packet.content().readerIndex(), message, 0, length);
        packet.release();
        answer(ctx, packet.sender(), length);
    }

    private void answer(ChannelHandlerContext ctx, InetSocketAddress sender, int length) {
        // What can't be sent now would only wait while its client asks again.
        if (sender.getPort() == 0 || !ctx.channel().isWritable()) {
            worker.ignored();
            return;
        }
        InetAddress client = sender.getAddress();
        byte[] address = client.getAddress();
        long now = System.nanoTime();
        Answer answer = worker.answer(message, length, client, address, true, now);
        if (answer.length == 0) return;
        ByteBuf bytes = ctx.alloc().directBuffer(answer.length);
        bytes.writeBytes(answer.bytes, 0, answer.length);
        ctx.write(new DatagramPacket(bytes, sender), ctx.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    /// A client's port that is closed is nobody's fault here.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) ctx.fireExceptionCaught(cause);
    }
}

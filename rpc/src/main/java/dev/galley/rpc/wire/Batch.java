// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/// Frames on their way out, many in one buffer: what is written between two flushes. Belongs to the
/// loop.
final class Batch {
    /// Netty keeps pieces of this size at hand for each loop; a larger one takes a lock.
    private static final int PIECE = 32 * 1024;

    private static final int LEAST = 256;

    private final ChannelHandlerContext ctx;
    private @Nullable ByteBuf piece;
    private int expected;

    Batch(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /// About so many bytes are to come.
    void expect(int bytes) {
        expected += bytes;
    }

    void header(int type, int flags, int stream, int length) {
        room(Format.HEADER).writeInt(length).writeByte(type).writeByte(flags).writeInt(stream);
    }

    void bytes(byte[] bytes, int offset, int length) {
        for (int left = length; left > 0; ) {
            ByteBuf begun = piece;
            ByteBuf out = begun != null && begun.isWritable() ? begun : room(Math.min(left, PIECE));
            int count = Math.min(left, out.writableBytes());
            out.writeBytes(bytes, offset + length - left, count);
            left -= count;
        }
    }

    void bytes(byte[] bytes) {
        bytes(bytes, 0, bytes.length);
    }

    /// A buffer with room for so many bytes, far fewer than a piece has.
    ByteBuf room(int bytes) {
        ByteBuf out = piece;
        if (out != null && out.writableBytes() >= bytes) return out;
        write();
        int size = Math.max(Math.max(bytes, LEAST), Math.min(PIECE, expected));
        piece = out = ctx.alloc().directBuffer(size, size);
        return out;
    }

    /// Hands on what there is, but flushes nothing.
    private void write() {
        ByteBuf out = piece;
        if (out == null) return;
        piece = null;
        expected = Math.max(0, expected - out.readableBytes());
        ctx.write(out, ctx.voidPromise());
    }

    /// Sends what there is.
    void flush() {
        write();
        expected = 0;
        ctx.flush();
    }

    void discard() {
        if (piece != null) piece.release();
        piece = null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// Finds frames in bytes, however those are cut. What is whole in one read is not copied; of a
/// frame that is not, the payload is gathered in one array of its length, which is checked before.
final class FrameDecoder {
    /// Who gets the frames.
    interface Sink {
        /// A frame.
        ///
        /// @param in stands at the payload; need not be read to its end
        /// @throws WireException if it is not as it must be
        void frame(int type, int flags, int stream, ByteBuf in, int length) throws WireException;
    }

    private final Sink sink;
    private final ByteBuf partialHead = Unpooled.buffer(Format.HEADER, Format.HEADER);
    private int longest = Format.LONGEST_CONTROL;
    private boolean headed;
    private int length;
    private int type;
    private int flags;
    private int stream;
    private byte @Nullable [] payload;
    private int filled;

    FrameDecoder(Sink sink) {
        this.sink = sink;
    }

    /// Lets messages in that are so long; before, none were.
    void allow(int message) {
        longest = message + Format.LONGEST_HEAD;
    }

    /// Takes all of `in`.
    ///
    /// @throws WireException if it is not what it must be; nothing can be decoded after that
    void feed(ByteBuf in) throws WireException {
        while (headed || header(in)) {
            byte[] gathering = payload;
            if (gathering == null && in.readableBytes() >= length) {
                deliver(in);
                continue;
            }
            if (gathering == null) payload = gathering = new byte[length];
            int count = Math.min(length - filled, in.readableBytes());
            in.readBytes(gathering, filled, count);
            filled += count;
            if (filled < length) return;
            payload = null;
            filled = 0;
            deliver(Unpooled.wrappedBuffer(gathering));
        }
    }

    private void deliver(ByteBuf in) throws WireException {
        headed = false;
        int end = in.readerIndex() + length;
        sink.frame(type, flags, stream, in, length);
        in.readerIndex(end);
    }

    private boolean header(ByteBuf in) throws WireException {
        if (!partialHead.isReadable() && in.readableBytes() >= Format.HEADER) {
            begin(in);
            return true;
        }
        partialHead.writeBytes(in, Math.min(partialHead.writableBytes(), in.readableBytes()));
        if (partialHead.isWritable()) return false;
        begin(partialHead);
        partialHead.clear();
        return true;
    }

    private void begin(ByteBuf head) throws WireException {
        length = head.readInt();
        type = head.readUnsignedByte();
        flags = head.readUnsignedByte();
        stream = head.readInt();
        int limit = Format.carriesMessage(type) ? longest : Format.LONGEST_CONTROL;
        if (length < 0 || length > limit)
            throw new WireException(
                    "a frame of type "
                            + type
                            + " has "
                            + Integer.toUnsignedString(length)
                            + " bytes, and may have "
                            + limit);
        if (stream < 0) throw new WireException("stream numbers end at 2147483647");
        headed = true;
    }
}

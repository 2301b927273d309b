// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// Finds frames in bytes, however those are cut. What is whole in one read is not copied; of a
/// frame that is not, the payload is gathered in an array of its length, which is checked before,
/// or where the sink wants it.
final class FrameDecoder {
    /// Who gets the frames.
    interface Sink {
        /// A frame.
        ///
        /// @param in stands at the payload; need not be read to its end
        /// @throws WireException if it is not as it must be
        void frame(int type, int flags, int stream, ByteBuf in, int length) throws WireException;

        /// Where a part of a long message is to be gathered, which has begun to come; null: it is
        /// none. When it is there, `gathered` is called in the place of `frame`.
        ///
        /// @throws WireException if it is not as it must be
        @Nullable ByteBuf room(int stream, int length) throws WireException;

        /// The part is where it belongs.
        void gathered(int stream) throws WireException;
    }

    private final Sink sink;
    private final ByteBuf partialHead = Unpooled.buffer(Format.HEADER, Format.HEADER);
    private boolean greeting = true;
    private boolean headed;
    private int length;
    private int type;
    private int flags;
    private int stream;
    private @Nullable ByteBuf payload;
    private boolean placed;
    private int missing;

    FrameDecoder(Sink sink) {
        this.sink = sink;
    }

    /// The greeting is over: longer frames may come.
    void greeted() {
        greeting = false;
    }

    /// Takes all of `in`.
    ///
    /// @throws WireException if it is not what it must be; nothing can be decoded after that
    void feed(ByteBuf in) throws WireException {
        while (headed || header(in)) {
            if (payload == null && in.readableBytes() >= length) deliver(in);
            else if (!gather(payload == null ? begin() : payload, in)) return;
        }
    }

    private ByteBuf begin() throws WireException {
        ByteBuf room = type == Format.MESSAGE ? sink.room(stream, length) : null;
        placed = room != null;
        missing = length;
        ByteBuf begun = room == null ? Unpooled.wrappedBuffer(new byte[length]).clear() : room;
        payload = begun;
        return begun;
    }

    /// Whether the frame is whole now.
    private boolean gather(ByteBuf into, ByteBuf in) throws WireException {
        int count = Math.min(missing, in.readableBytes());
        into.writeBytes(in, count);
        missing -= count;
        if (missing > 0) return false;
        payload = null;
        if (!placed) {
            deliver(into);
        } else {
            headed = false;
            sink.gathered(stream);
        }
        return true;
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
        int limit = greeting ? Format.LONGEST_GREETING : Format.longest(type);
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

    /// The payload as an array of its own, without a copy if it is one already.
    static byte[] take(ByteBuf in, int length) {
        boolean whole =
                in.hasArray()
                        && in.arrayOffset() == 0
                        && in.readerIndex() == 0
                        && in.array().length == length;
        return whole ? in.array() : ByteBufUtil.getBytes(in, in.readerIndex(), length, true);
    }
}

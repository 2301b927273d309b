// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import org.jspecify.annotations.Nullable;

/// A call as the side sees it that makes it; one try of it.
///
/// Made and used by the calling thread, but for the sending of a stream, which another may do.
public final class ClientCall extends WireStream {
    /// Above this, a message is a frame of its own, so that it can be read into place.
    private static final int SMALL = 8 * 1024;

    private final ClientConnection over;
    private final Method<?, ?> method;
    private final byte[] context;
    private final long deadline;
    private final byte @Nullable [] message;
    private final int offset;
    private final int length;
    private final boolean compressed;
    final long begun = System.nanoTime();

    /// @param message the only one; null: they are sent one by one
    ClientCall(
            ClientConnection over,
            Method<?, ?> method,
            CallContext context,
            byte @Nullable [] message,
            int offset,
            int length) {
        super(over);
        this.over = over;
        this.method = method;
        this.context = CallHead.context(context.traceparent(), context.attributes());
        this.deadline = context.deadline();
        byte[] small =
                message == null ? null : Compression.of(over.terms(), message, offset, length);
        this.compressed = small != null;
        this.message = small == null ? message : small;
        this.offset = small == null ? offset : 0;
        this.length = small == null ? length : small.length;
    }

    Method<?, ?> method() {
        return method;
    }

    @Override
    int size() {
        return 2 * Format.HEADER + CallHead.FIXED + context.length + length;
    }

    @Override
    long deadline() {
        return deadline;
    }

    /// How many bytes the request has, if it is one message.
    int length() {
        return length;
    }

    @Override
    boolean isOver() {
        return whyOver() != null;
    }

    @Override
    void write(Connection to) {
        if (whyOver() == null) over.begin(this);
    }

    /// Writes CALL, and MESSAGE behind it if that is long.
    void write(Batch out, int methodIndex, int window) {
        byte[] whole = message;
        boolean alone = whole != null && length > SMALL;
        int body = whole == null || alone ? 0 : length;
        int flags = whole == null || alone ? 0 : Format.WITH_MESSAGE | messageFlags();
        out.header(Format.CALL, flags, id, CallHead.FIXED + context.length + body);
        long left = deadline == CallContext.NEVER ? 0 : deadline - System.nanoTime();
        out.room(CallHead.FIXED)
                .writeShort(methodIndex)
                .writeLong(deadline == CallContext.NEVER ? 0 : Math.max(left, 1));
        out.bytes(context);
        mayReceive(window - cost(length));
        if (whole == null) return;
        if (alone) {
            LongMessage.write(this, whole, offset, length, messageFlags());
        } else {
            out.bytes(whole, offset, length);
            sent(length, true);
        }
    }

    private int messageFlags() {
        return Format.LAST | (compressed ? Format.COMPRESSED : 0);
    }

    @Override
    void failed(Failure why) {
        if (whyOver() != null) return;
        super.failed(why);
        over.ended(this, why.stage());
    }

    @Override
    void finished() {
        over();
        over.ended(this, null);
    }

    /// The response is whole, though perhaps not the request: nobody wants the rest of that.
    @Override
    void received(byte @Nullable [] bytes, boolean isCompressed, boolean last)
            throws WireException {
        super.received(bytes, isCompressed, last);
        if (last && whyOver() == null) finished();
    }

    @Override
    void discard(Failure why) {
        failed(over.connected() ? why : Failure.of(Stage.NOT_CONNECTED, why.message()));
    }

    /// The next message of the response; null after the last. Waits.
    ///
    /// @throws dev.galley.rpc.CallException if there is none, for whatever reason
    /// @throws dev.galley.rpc.codec.CodecException if it can't be decompressed
    public byte @Nullable [] next() {
        return nextMessage();
    }

    /// Whether something has come: {@link #next} would not wait.
    public boolean ready() {
        return inbox.ready();
    }

    /// Waits until something has come, for this long at the most; may return too early.
    public void await(long nanos) {
        inbox.park(nanos);
    }

    /// Waits until something has come for this call or the other; may return too early.
    public void awaitEither(ClientCall other) {
        inbox.parkForEither(other.inbox);
    }

    /// Waits until a message of the request may be sent: the call has begun, and there is room.
    ///
    /// @throws dev.galley.rpc.CallException if the call is over
    public void awaitRoom() {
        awaitCredit();
    }

    /// Sends a message of the request; waits while there is no room.
    ///
    /// @throws dev.galley.rpc.CallException if the call is over
    public void send(byte[] bytes, int from, int count) {
        sendMessage(bytes, from, count, false);
    }

    /// All of the request has been sent.
    public void end() {
        connection.send(new Frames.End(this));
    }

    /// Gives the call up, unless it has ended: the other side is told. Any thread.
    ///
    /// @param why whoever still waits for it is told
    public void cancel(String why) {
        connection.send(new Cancel(this, why));
    }

    /// Gives a call up.
    private static final class Cancel extends Outgoing {
        private final ClientCall call;
        private final String why;

        Cancel(ClientCall call, String why) {
            this.call = call;
            this.why = why;
        }

        @Override
        int size() {
            return Format.HEADER;
        }

        @Override
        boolean isOver() {
            return call.whyOver() != null;
        }

        @Override
        void write(Connection to) {
            if (call.whyOver() != null) return;
            if (call.id != 0) to.batch().header(Format.CANCEL, 0, call.id, 0);
            call.failed(Failure.of(Stage.CANCELLED, why));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Kind;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Incoming;
import dev.galley.rpc.server.Served;
import org.jspecify.annotations.Nullable;

/// A call as the side sees it that serves it.
final class ServerCall extends WireStream implements Incoming {
    private final ServerConnection by;
    private final Served served;
    private final CallContext context;
    final long begun;
    long bytesIn;
    long bytesOut;
    private boolean dispatched;
    private volatile @Nullable Runnable onGone;

    ServerCall(ServerConnection by, int id, Served served, CallContext context, long now) {
        super(by);
        this.by = by;
        this.id = id;
        this.served = served;
        this.context = context;
        this.begun = now;
        mayReceive(by.theirs().window());
    }

    Served served() {
        return served;
    }

    @Override
    int size() {
        throw new IllegalStateException("is never written itself");
    }

    @Override
    boolean isOver() {
        return whyOver() != null;
    }

    @Override
    void write(Connection to) {
        throw new IllegalStateException("is never written itself");
    }

    @Override
    long deadline() {
        return context.deadline();
    }

    @Override
    void received(byte @Nullable [] message, boolean compressed, boolean last)
            throws WireException {
        if (message != null) bytesIn += message.length;
        super.received(message, compressed, last);
        if (whyOver() == null) dispatch();
    }

    /// Once what it begins with is there: who is slow to send it takes no thread.
    void dispatch() {
        if (dispatched) return;
        dispatched = true;
        by.dispatch(this);
    }

    /// Whether there may be any number of requests.
    boolean streamsIn() {
        Kind kind = served == Served.NONE ? Kind.UNARY : served.kind();
        return kind == Kind.CLIENT_STREAM || kind == Kind.BOTH_STREAM;
    }

    boolean streams() {
        return served != Served.NONE && served.kind() != Kind.UNARY;
    }

    @Override
    void overfull() {
        String message = "there is no memory for the request";
        Stage stage = dispatched ? Stage.FAILED : Stage.REFUSED;
        fail(new CallException(stage, "overload", message, null));
        runOnGone();
    }

    @Override
    public void left() {
        if (streams()) by.left();
    }

    /// A response that has ended ends the call: what the caller still sends is dropped.
    @Override
    void sent(int bytes, boolean last) {
        bytesOut += bytes;
        if (last) finished();
        else super.sent(bytes, false);
    }

    @Override
    void finished() {
        over();
        by.ended(this, null);
    }

    @Override
    void failed(Failure why) {
        if (whyOver() != null) return;
        super.failed(why);
        by.ended(this, why.stage());
    }

    /// Nobody waits for the response any more; on the loop.
    void gone(Failure why) {
        failed(why);
        runOnGone();
    }

    @Override
    public Format format() {
        return Format.PROTOBUF;
    }

    @Override
    public CallContext context() {
        return context;
    }

    @Override
    public byte @Nullable [] next() {
        return nextMessage();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        sendMessage(bytes, offset, length, false);
    }

    @Override
    public void finish(byte[] bytes, int offset, int length) {
        sendMessage(bytes, offset, length, true);
    }

    @Override
    public void end() {
        connection.send(new Frames.End(this));
    }

    @Override
    public void fail(CallException failure) {
        String message = failure.getMessage();
        connection.send(
                new Frames.Fail(
                        this,
                        new Failure(
                                failure.stage(), failure.type(), message == null ? "" : message)));
    }

    @Override
    public void onGone(Runnable task) {
        onGone = task;
        Failure why = whyOver();
        if (why != null && why.stage() != Stage.FAILED) runOnGone();
    }

    private void runOnGone() {
        Runnable task = onGone;
        if (task != null) task.run();
    }

    @Override
    public void start(Runnable serving) {
        connection.crossing.start(serving);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.net.Loop;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Certified;
import dev.galley.rpc.server.Holdings;
import dev.galley.rpc.server.Served;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.server.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A connection that a client has opened.
final class ServerConnection extends Connection implements Session {
    private final Server server;
    private final Holdings.Share holdings;
    private final List<@Nullable Served> methods = new ArrayList<>();

    /// Calls that stream and whose threads have not come to their end, though the calls perhaps.
    private final AtomicInteger streaming = new AtomicInteger();

    private String caller = "";
    private int preface;
    private int lastId;
    private int lastTaken;
    private boolean draining;

    ServerConnection(Loop loop, Terms terms, Server server) {
        super(loop, terms, false);
        this.server = server;
        this.holdings = server.holdings().share();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.watch(this);
        deadline(System.nanoTime() + terms().handshake().toNanos());
        server.entered(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        while (preface < Format.PREFACE.length && in.isReadable())
            if (in.readByte() != Format.PREFACE[preface++]) close("this is not Galley's framing");
        super.channelRead(ctx, in);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        super.channelInactive(ctx);
        server.left(this);
    }

    @Override
    void greeted() {
        sayHello();
    }

    @Override
    void proved() {
        sayProof();
    }

    @Override
    void opened() {
        String certified = Certified.name(context().channel());
        caller = certified == null ? theirs().name() : certified;
        if (draining) drainNow();
    }

    @Override
    void refusedUs(byte[] payload) {
        close("the client does not want this connection");
    }

    @Override
    void callFrame(int type, int flags, int id, ByteBuf in, int length) throws WireException {
        switch (type) {
            case Format.METHOD -> declare(in, length);
            case Format.CALL -> call(flags, id, in, length);
            case Format.MESSAGE, Format.LONG, Format.END, Format.CANCEL, Format.WINDOW ->
                    of(id, type, flags, in, length);
            default -> WireStream.unknown(type, flags);
        }
    }

    private void declare(ByteBuf in, int length) throws WireException {
        CallHead.need(in, in.readerIndex() + length, 6);
        int index = in.readUnsignedShort(), method = in.readInt();
        if (index != methods.size() || index >= Format.METHODS)
            throw new WireException("method " + index + " is declared out of turn");
        methods.add(server.dispatcher().find(CallHead.text(in, length - 6), method));
    }

    private void call(int flags, int id, ByteBuf in, int length) throws WireException {
        if (id <= lastId)
            throw new WireException("stream " + id + " was begun after stream " + lastId);
        lastId = id;
        // Whoever is told of the shutdown knows that this call was not taken.
        if (draining) return;
        lastTaken = id;
        int end = in.readerIndex() + length;
        CallHead.need(in, end, CallHead.FIXED);
        int index = in.readUnsignedShort();
        if (index >= methods.size()) throw new WireException("method " + index + " not declared");
        Served served = methods.get(index);
        long now = System.nanoTime();
        CallContext context = CallHead.read(in, end, caller, now);
        if (streams.size() >= terms().streams())
            throw new WireException("more than " + terms().streams() + " calls at a time");
        ServerCall call =
                new ServerCall(this, id, served == null ? Served.NONE : served, context, now);
        add(call);
        alarm(call.deadline());
        if (served == null) call.fail(refused("unknown-method", "there is no such method here"));
        if ((flags & Format.WITH_MESSAGE) != 0) call.message(in, end - in.readerIndex(), flags);
        else if (call.streamsIn()) call.dispatch();
    }

    /// What a call begins with is there.
    void dispatch(ServerCall call) {
        if (call.served() == Served.NONE) return;
        if (!call.streams()) {
            server.dispatcher().dispatch(call.served(), call);
        } else if (streaming.incrementAndGet() <= terms().streams()) {
            server.dispatcher().dispatch(call.served(), call);
        } else {
            streaming.decrementAndGet();
            call.fail(refused("overload", "the connection has too many calls open"));
        }
    }

    /// The thread of a call that streams has come to its end.
    void left() {
        streaming.decrementAndGet();
    }

    @Override
    boolean holds(int bytes) {
        return holdings.add(bytes);
    }

    @Override
    void released(int bytes) {
        holdings.remove(bytes);
    }

    private static CallException refused(String type, String message) {
        return new CallException(Stage.REFUSED, type, message, null);
    }

    private void of(int id, int type, int flags, ByteBuf in, int length) throws WireException {
        if (id > lastId || id == 0) throw new WireException("stream " + id + " was never begun");
        ServerCall call = (ServerCall) streams.get(id);
        // It has ended here, and the client did not know that yet.
        if (call == null) return;
        if (type == Format.CANCEL) call.gone(Failure.of(Stage.CANCELLED, "given up by the caller"));
        else call.frame(type, flags, in, length);
    }

    /// A call is over.
    ///
    /// @param failed null: it is well
    void ended(ServerCall call, @Nullable Stage failed) {
        remove(call);
        call.letGo();
        used();
        long nanos = System.nanoTime() - call.begun;
        call.served().ended(loop.index(), failed, call.bytesIn, call.bytesOut, nanos);
    }

    @Override
    void expire(WireStream stream) {
        ServerCall call = (ServerCall) stream;
        Failure why = Failure.of(Stage.DEADLINE, "not done within the deadline");
        // Who does not read has a clock as well.
        if (context().channel().isWritable()) {
            new Frames.Fail(call, why).write(this);
            flush();
        }
        call.gone(why);
    }

    @Override
    void lost(Failure unanswered) {
        Failure why = Failure.of(Stage.CANCELLED, unanswered.message());
        for (WireStream stream : new ArrayList<>(streams.values())) ((ServerCall) stream).gone(why);
        holdings.end();
    }

    /// It should not be the client that keeps it open for nothing, but if it is, this side closes.
    @Override
    void idle() {
        if (draining) close("it was not used");
        draining = true;
        goAway(lastTaken, "idle");
    }

    @Override
    long idleNanos() {
        return 2 * super.idleNanos();
    }

    /// Takes no more calls. The client closes when the others have ended: if this side did, the
    /// last words could be lost.
    @Override
    public void drain() {
        loop.execute(() -> {
            if (draining) return;
            draining = true;
            if (open()) drainNow();
        });
    }

    private void drainNow() {
        goAway(lastTaken, "shutting down");
    }

    @Override
    public void close() {
        loop.execute(() -> close("the server has stopped"));
    }
}

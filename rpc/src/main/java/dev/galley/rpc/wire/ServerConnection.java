// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.net.Loop;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Certified;
import dev.galley.rpc.server.Served;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.server.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connection that a client has opened.
final class ServerConnection extends Connection implements Session {
    private final Server server;
    private final List<@Nullable Served> methods = new ArrayList<>();
    private int preface;
    private int lastId;
    private int lastTaken;
    private boolean draining;
    private String caller = "";

    ServerConnection(Loop loop, Terms terms, Server server) {
        super(loop, terms, false);
        this.server = server;
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
            case Format.MESSAGE, Format.END, Format.CANCEL, Format.WINDOW ->
                    of(id, type, flags, in, length);
            default -> unknown(type, flags);
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
        ServerCall call =
                new ServerCall(this, id, served == null ? Served.NONE : served, context, now);
        boolean full = streams.size() >= terms().streams();
        streams.put(id, call);
        if ((flags & Format.WITH_MESSAGE) != 0)
            call.received(
                    take(in, end - in.readerIndex()),
                    (flags & Format.COMPRESSED) != 0,
                    (flags & Format.LAST) != 0);
        take(call, served, full);
    }

    private void take(ServerCall call, @Nullable Served served, boolean full) {
        if (served == null) {
            call.fail(refused("unknown-method", "there is no such method here"));
        } else if (full) {
            call.fail(refused("overload", "the connection has too many calls open"));
        } else {
            alarm(call.deadline());
            server.dispatcher().dispatch(served, call);
        }
    }

    private static CallException refused(String type, String message) {
        return new CallException(Stage.REFUSED, type, message, null);
    }

    private void of(int id, int type, int flags, ByteBuf in, int length) throws WireException {
        if (id > lastId || id == 0) throw new WireException("stream " + id + " was never begun");
        ServerCall call = (ServerCall) streams.get(id);
        // It has ended here, and the client did not know that yet.
        if (call == null) return;
        switch (type) {
            case Format.MESSAGE ->
                    call.received(
                            take(in, length),
                            (flags & Format.COMPRESSED) != 0,
                            (flags & Format.LAST) != 0);
            case Format.END -> call.received(null, false, true);
            case Format.CANCEL -> call.gone(Failure.of(Stage.CANCELLED, "given up by the caller"));
            default -> {
                if (length != 4) throw new WireException("WINDOW has 4 bytes");
                call.addCredit(in.readInt());
            }
        }
    }

    /// A call is over.
    ///
    /// @param failed null: it is well
    void ended(ServerCall call, @Nullable Stage failed) {
        streams.remove(call.id);
        long nanos = System.nanoTime() - call.begun;
        call.served().ended(loop.index(), failed, call.bytesIn, call.bytesOut, nanos);
    }

    @Override
    void expire(WireStream stream) {
        ServerCall call = (ServerCall) stream;
        Failure why = Failure.of(Stage.DEADLINE, "not done within the deadline");
        new Frames.Fail(call, why).write(this);
        flush();
        call.gone(why);
    }

    @Override
    void lost(Failure unanswered) {
        Failure why = Failure.of(Stage.CANCELLED, unanswered.message());
        for (WireStream stream : new ArrayList<>(streams.values())) ((ServerCall) stream).gone(why);
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

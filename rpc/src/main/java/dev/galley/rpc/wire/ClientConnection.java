// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.net.Loop;
import dev.galley.net.Loops;
import dev.galley.net.Sockets;
import dev.galley.net.tls.TlsClient;
import dev.galley.pool.Member;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// A connection to a member. Calls may begin at once: they wait until it is open, and fail if it
/// does not come about.
public final class ClientConnection extends Connection {
    private final Member member;
    private final @Nullable TlsClient tls;
    private final IdentityHashMap<Method<?, ?>, Integer> methods = new IdentityHashMap<>();
    private int lastId;
    private volatile boolean connected;
    private volatile boolean usable = true;
    private volatile int calls;

    private ClientConnection(Loop loop, Terms terms, Member member, @Nullable TlsClient tls) {
        super(loop, terms, true);
        this.member = member;
        this.tls = tls;
    }

    /// Begins to connect.
    ///
    /// @param patience how long connecting and greeting may take
    public static ClientConnection to(
            Member member,
            Loops loops,
            Loop loop,
            Terms terms,
            @Nullable TlsClient tls,
            Duration patience) {
        ClientConnection made = new ClientConnection(loop, terms, member, tls);
        loop.execute(() -> made.connect(loops, patience));
        return made;
    }

    private void connect(Loops loops, Duration patience) {
        if (terms().secret() == null
                && tls == null
                && !member.address().getAddress().isLoopbackAddress()) {
            close("without a secret or TLS only this machine is connected to, not " + member);
            return;
        }
        loop.watch(this);
        deadline(System.nanoTime() + patience.toNanos());
        TlsClient by = tls;
        ChannelHandler handler = by == null ? this : by.before(this, member.address(), null);
        Sockets.connector(loops, loop, handler)
                .connect(member.address())
                .addListener(done -> {
                    if (!done.isSuccess())
                        close("no connection to " + member.name() + ": " + reason(done.cause()));
                    else if (isOver()) context().close();
                    else if (by == null) begin();
                });
    }

    private static String reason(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) begin();
            else close("no TLS: " + TlsClient.reason(done.cause()));
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    private void begin() {
        batch().bytes(Format.PREFACE);
        sayHello();
        flush();
    }

    @Override
    void greeted() {
        sayProof();
    }

    @Override
    void proved() {}

    @Override
    void opened() {
        connected = true;
    }

    @Override
    void refusedUs(byte[] payload) {
        close("refused: " + text(payload));
    }

    private static String text(byte[] payload) {
        return payload.length < 4
                ? ""
                : new String(payload, 4, payload.length - 4, StandardCharsets.UTF_8);
    }

    /// Whether the other side was reached and greeted; any thread.
    boolean connected() {
        return connected;
    }

    /// Whether new calls may begin on it; any thread, and a moment old.
    public boolean usable() {
        return usable;
    }

    /// Whether it has not come about, and will not; any thread, and a moment old.
    public boolean failed() {
        return !usable && !connected;
    }

    /// About how many calls are open; any thread.
    public int calls() {
        return calls;
    }

    /// Begins a call of one message.
    public ClientCall call(
            Method<?, ?> method, CallContext context, byte[] message, int offset, int length) {
        ClientCall call = new ClientCall(this, method, context, message, offset, length);
        send(call);
        return call;
    }

    /// Begins a call whose messages are sent one by one.
    public ClientCall call(Method<?, ?> method, CallContext context) {
        ClientCall call = new ClientCall(this, method, context, null, 0, 0);
        send(call);
        return call;
    }

    /// The turn of a call has come.
    void begin(ClientCall call) {
        if (call.length() > theirs().message()) {
            call.failed(
                    new Failure(
                            Stage.REFUSED,
                            "bad-request",
                            "a message of "
                                    + call.length()
                                    + " bytes; the other side takes "
                                    + theirs().message()));
        } else if (!usable || lastId == Integer.MAX_VALUE) {
            call.failed(Failure.of(Stage.NOT_SENT, "the connection takes no more calls"));
        } else if (streams.size() >= theirs().streams()) {
            String why = member + " takes no more calls at a time on a connection";
            call.failed(new Failure(Stage.NOT_SENT, "overload", why));
        } else {
            call.id = ++lastId;
            if (lastId == Integer.MAX_VALUE) usable = false;
            add(call);
            calls = streams.size();
            call.write(batch(), index(call.method()), theirs().window());
        }
    }

    /// The number that stands for the method on this connection; declared when first used.
    private int index(Method<?, ?> method) {
        Integer known = methods.get(method);
        if (known != null) return known;
        int index = methods.size();
        methods.put(method, index);
        byte[] service = method.service().getBytes(StandardCharsets.UTF_8);
        batch().header(Format.METHOD, 0, 0, 6 + service.length);
        batch().room(6).writeShort(index).writeInt(method.id());
        batch().bytes(service);
        return index;
    }

    @Override
    void callFrame(int type, int flags, int id, ByteBuf in, int length) throws WireException {
        ClientCall call = (ClientCall) streams.get(id);
        if (type == Format.GOAWAY) {
            if (length < 4) throw new WireException("GOAWAY is cut short");
            byte[] payload = FrameDecoder.take(in, length);
            goingAway(in.getInt(in.readerIndex()), text(payload));
            return;
        }
        if (id > lastId) throw new WireException("stream " + id + " was never begun");
        if (call == null) {
            if (!isOfCalls(type)) WireStream.unknown(type, flags);
        } else if (type == Format.FAIL) {
            call.failed(failure(in, length));
        } else {
            call.frame(type, flags, in, length);
        }
    }

    private static boolean isOfCalls(int type) {
        return switch (type) {
            case Format.MESSAGE, Format.LONG, Format.END, Format.FAIL, Format.WINDOW -> true;
            default -> false;
        };
    }

    private static Failure failure(ByteBuf in, int length) throws WireException {
        int end = in.readerIndex() + length;
        CallHead.need(in, end, 2);
        Stage stage = Stages.of(in.readUnsignedByte());
        int typeLength = in.readUnsignedByte();
        CallHead.need(in, end, typeLength);
        String type = CallHead.text(in, typeLength);
        return new Failure(stage, type, CallHead.text(in, end - in.readerIndex()));
    }

    /// The other side takes no new calls, and has taken those up to `lastTaken`; if that is all, it
    /// closes because of what this side has sent.
    private void goingAway(int lastTaken, String reason) {
        usable = false;
        if (lastTaken == Integer.MAX_VALUE) {
            close("refused: " + reason);
            return;
        }
        for (WireStream stream : new ArrayList<>(streams.values()))
            if (stream.id > lastTaken)
                stream.failed(new Failure(Stage.REFUSED, "shutting-down", member + " stops"));
        closeIfDone();
    }

    /// Lets the calls end that are open, and closes.
    public void retire() {
        loop.execute(() -> {
            usable = false;
            closeIfDone();
        });
    }

    /// Closes at once; open calls fail.
    public void close() {
        loop.execute(() -> close("closed by the caller's side"));
    }

    /// A call is over.
    ///
    /// @param failed null: it is well
    void ended(ClientCall call, @Nullable Stage failed) {
        if (call.id == 0) return;
        remove(call);
        call.letGo();
        used();
        calls = streams.size();
        int status = failed == null || failed == Stage.FAILED ? 200 : 503;
        member.traffic()
                .record(loop.index(), status, 0, call.length(), System.nanoTime() - call.begun);
        closeIfDone();
    }

    private void closeIfDone() {
        if (!usable && open() && streams.isEmpty()) close("done");
    }

    @Override
    void idle() {
        usable = false;
        closeIfDone();
    }

    @Override
    void expire(WireStream stream) {
        if (stream.id != 0) {
            batch().header(Format.CANCEL, 0, stream.id, 0);
            flush();
        }
        stream.failed(Failure.of(Stage.DEADLINE, "no answer within the deadline"));
    }

    @Override
    void lost(Failure unanswered) {
        usable = false;
        Failure why = Failure.of(Stage.UNANSWERED, unanswered.message());
        for (WireStream stream : new ArrayList<>(streams.values())) stream.failed(why);
    }
}

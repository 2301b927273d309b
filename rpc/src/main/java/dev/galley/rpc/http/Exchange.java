// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.net.Loop;
import dev.galley.net.Origin;
import dev.galley.net.Timed;
import dev.galley.rpc.server.Certified;
import dev.galley.rpc.server.Served;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A channel on which a request comes and its response goes: a connection of HTTP/1.1, or a stream
/// of HTTP/2. Belongs to the loop.
abstract class Exchange extends Timed {
    private static final String OVERHEARD =
            "the secret is taken over TLS only, as others can read it else; speak TLS, or have the"
                    + " server allow it in the clear";

    final Loop loop;
    final Terms terms;
    final Server server;
    private final boolean clear;
    final Budget budget;
    private @Nullable HttpCall call;
    private boolean received = true;
    private boolean flushing;

    /// @param clear whether the secret may come without TLS from other machines
    /// @param budget of the connection
    Exchange(Loop loop, Terms terms, Server server, boolean clear, Budget budget) {
        this.loop = loop;
        this.terms = terms;
        this.server = server;
        this.clear = clear;
        this.budget = budget;
    }

    /// Whether it is a stream of HTTP/2.
    abstract boolean http2();

    /// The connection.
    abstract Channel connection();

    /// So many bytes of the response have been written, and have not left.
    abstract void progress(int unsent);

    /// The response is whole.
    ///
    /// @param requestToo whether the request is, too
    abstract void responded(boolean requestToo);

    /// Closes such that the client sees that the response is not whole.
    abstract void breakOff();

    /// What came is no HTTP.
    abstract void broken(Throwable why);

    /// Says in the head what becomes of the connection.
    abstract void prepare(HttpResponse head);

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        loop.watch(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.unwatch(this);
    }

    // ---- what comes

    /// Whether a request is under way, and has come to its end: what comes now is the next.
    final boolean isAnswering() {
        return call != null && received;
    }

    final boolean isReceiving() {
        return !received;
    }

    final void take(Object message) {
        try {
            if (message instanceof HttpObject part && part.decoderResult().isFailure())
                broken(part.decoderResult().cause());
            else {
                if (message instanceof HttpRequest request) begin(request);
                if (message instanceof HttpContent content) content(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        Head head = Head.of(request);
        Served served = head.find(server.dispatcher());
        var context = head.context(peerText(), System.nanoTime());
        Served counted = served == null ? Served.NONE : served;
        HttpCall next =
                head.isGrpc() && http2()
                        ? new GrpcCall(this, counted, context, head)
                        : new JsonCall(this, counted, context, head);
        call = next;
        received = false;
        within(terms.quiet().plus(terms.patience()));
        Problem refusal =
                isOverheard()
                        ? Problem.refused(403, "secret-in-the-clear", OVERHEARD)
                        : head.refusal(served, terms.secret(), http2());
        if (refusal != null) next.refuse(refusal);
        else accept(next, request);
    }

    private void accept(HttpCall next, HttpRequest request) {
        next.accepted();
        if (next.isDispatched()) noDeadline();
        if (HttpUtil.is100ContinueExpected(request)) {
            write(
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.CONTINUE,
                            Unpooled.EMPTY_BUFFER));
            flush();
        }
    }

    /// By its certificate, else its address.
    private String peerText() {
        String certified = Certified.name(connection());
        if (certified != null) return certified;
        return connection().remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }

    /// Whether others can read the secret that is asked for here. On this machine nobody can.
    private boolean isOverheard() {
        if (clear || terms.secret() == null) return false;
        Origin origin = Origin.of(connection());
        return (origin == null || origin.tls() == null)
                && connection().localAddress() instanceof InetSocketAddress local
                && !local.getAddress().isLoopbackAddress();
    }

    private void content(HttpContent content) {
        HttpCall current = call;
        boolean last = content instanceof LastHttpContent;
        if (last) received = true;
        if (current == null) return;
        current.take(content.content());
        if (last) current.bodyEnd();
        if (call == null) return;
        if (current.isDispatched()) noDeadline();
        else within(terms.quiet().plus(terms.patience()));
    }

    /// One whose next part does not come in time is given up; one that is sent a stream has all the
    /// time of its connection.
    final void within(Duration time) {
        deadline(System.nanoTime() + time.toNanos());
    }

    /// There may be room for what comes, or none.
    abstract void readOn();

    boolean wantsMore() {
        HttpCall current = call;
        return current == null || received || current.hasRoom();
    }

    /// The request did not come in time: for the client to know, it is told.
    final boolean gaveUp() {
        HttpCall current = call;
        if (current == null || received) return false;
        current.refuse(Problem.refused(408, "bad-request", "the request did not come in time"));
        return true;
    }

    /// What is wrong with the request under way.
    ///
    /// @return whether there is one
    final boolean refused(Problem problem) {
        HttpCall current = call;
        if (current != null) current.refuse(problem);
        return current != null;
    }

    /// Nobody waits for the response any more.
    final void gone(String why) {
        HttpCall current = call;
        call = null;
        if (current != null) current.gone(why);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone("the connection is gone");
        ctx.fireChannelInactive();
    }

    // ---- what goes

    /// Begins the response, or writes it whole; not flushed.
    final ChannelFuture head(HttpResponse head) {
        prepare(head);
        return write(head);
    }

    final ChannelFuture write(HttpObject part) {
        return context().write(part);
    }

    final void flush() {
        context().flush();
    }

    /// Flushes what the calls of the loop have written by then, in one go.
    final void flushSoon() {
        if (flushing) return;
        flushing = true;
        loop.execute(() -> {
            flushing = false;
            flush();
        });
    }

    /// Ends the response.
    final void last(LastHttpContent last) {
        write(last);
        ended();
    }

    /// All of the response was written.
    final void ended() {
        flush();
        call = null;
        responded(received);
    }
}

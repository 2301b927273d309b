// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.net.Loop;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.server.Session;
import dev.galley.rpc.wire.Terms;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// A connection of HTTP/1.1: one request after the other. What is sent ahead waits.
final class Http1Connection extends Exchange implements Session {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration STALLED = Duration.ofSeconds(60);
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final Duration LINGER = Duration.ofSeconds(2);

    /// What came of the next requests: of one read at the most.
    private final Deque<Object> later = new ArrayDeque<>();

    private boolean keepAlive = true;
    private boolean draining;

    /// Nothing is read any more, but thrown away until the client has read the response: else what
    /// is unread would have the response lost.
    private boolean discarding;

    Http1Connection(Loop loop, Terms terms, Server server, boolean clear) {
        super(loop, terms, server, clear, new Budget(terms.message()));
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        within(terms.handshake());
        server.entered(this);
    }

    @Override
    boolean http2() {
        return false;
    }

    @Override
    Channel connection() {
        return context().channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (discarding) ReferenceCountUtil.release(message);
        else if (isAnswering() || !later.isEmpty()) later.add(message);
        else takeOne(message);
        readOn();
    }

    private void takeOne(Object message) {
        if (message instanceof HttpRequest request) keepAlive = HttpUtil.isKeepAlive(request);
        take(message);
    }

    private void takeLater() {
        while (!later.isEmpty() && !isAnswering()) {
            Object message = later.remove();
            if (discarding) ReferenceCountUtil.release(message);
            else takeOne(message);
        }
        readOn();
    }

    /// Reads while there is room.
    @Override
    void readOn() {
        context().channel().config().setAutoRead(wantsMore());
    }

    @Override
    boolean wantsMore() {
        return discarding || (later.isEmpty() && super.wantsMore());
    }

    @Override
    void prepare(HttpResponse head) {
        keepAlive &= !isReceiving() && !draining;
        if (!keepAlive) head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }

    @Override
    void progress(int unsent) {
        if (isAnswering() && unsent > 0) within(STALLED);
        else if (isAnswering()) noDeadline();
    }

    @Override
    void responded(boolean requestToo) {
        if (!requestToo) discard();
        else if (!keepAlive || draining) finish();
        else {
            within(IDLE);
            loop.execute(this::takeLater);
        }
    }

    /// Closes once all has left.
    private void finish() {
        discarding = true;
        within(STALLED);
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void discard() {
        discarding = true;
        within(LINGER);
        readOn();
    }

    @Override
    void breakOff() {
        finish();
    }

    @Override
    void broken(Throwable why) {
        keepAlive = false;
        Problem problem = problem(why);
        if (refused(problem)) return;
        FullHttpResponse response = JsonCall.response(problem);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
        HttpUtil.setContentLength(response, response.content().readableBytes());
        head(response);
        flush();
        discard();
    }

    private static Problem problem(Throwable why) {
        return switch (why) {
            case TooLongHttpLineException _ ->
                    Problem.refused(414, "bad-request", "the target is too long");
            case TooLongHttpHeaderException _ ->
                    Problem.refused(
                            431,
                            "bad-request",
                            "the head has at most " + StrictDecoder.HEAD + " bytes");
            default -> Problem.refused(400, "bad-request", "this is not HTTP/1.1");
        };
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) ctx.close();
        else ctx.fireUserEventTriggered(event);
    }

    @Override
    protected void expired(long now) {
        if (!gaveUp()) context().close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        super.channelInactive(ctx);
        later.forEach(ReferenceCountUtil::release);
        later.clear();
        server.left(this);
    }

    /// Ends after the response under way. A connection that is idle waits for one more request,
    /// that none is lost which is on its way: what a client has sent with POST it doesn't send
    /// again (RFC 9112, section 9.3.1).
    @Override
    public void drain() {
        loop.execute(() -> {
            draining = true;
            if (!isAnswering() && !isReceiving() && !discarding) within(FAREWELL);
        });
    }

    @Override
    public void close() {
        loop.execute(() -> context().close());
    }
}

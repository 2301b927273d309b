// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2ResetFrame;

/// A stream of HTTP/2: one request.
final class Http2Stream extends Exchange {
    private final Http2Connection connection;

    /// Bytes that have come, and whose window was not given back.
    private int owed;

    Http2Stream(Http2Connection connection) {
        super(
                connection.loop,
                connection.terms,
                connection.server,
                connection.clear,
                connection.budget);
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        connection.entered(this);
    }

    /// Takes note of what comes of the window, padding too, before others make a body of it.
    ChannelHandler meter() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                if (message instanceof Http2DataFrame data)
                    owed += data.initialFlowControlledBytes();
                ctx.fireChannelRead(message);
            }
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        take(message);
        readOn();
    }

    /// All that comes is read at once, as Netty would keep an object for each frame, small as it
    /// may be; who sends is held up by getting no more window.
    @Override
    void readOn() {
        if (owed == 0 || !wantsMore() || !context().channel().isActive()) return;
        context().write(new DefaultHttp2WindowUpdateFrame(owed));
        owed = 0;
        flushSoon();
    }

    @Override
    boolean http2() {
        return true;
    }

    @Override
    Channel connection() {
        return context().channel().parent();
    }

    @Override
    void prepare(HttpResponse head) {}

    /// A stream may wait for its reader for as long as the connection gives signs of life.
    @Override
    void progress(int unsent) {}

    /// What the client still sends is not wanted (RFC 9113, section 8.1).
    @Override
    void responded(boolean requestToo) {
        noDeadline();
        if (!requestToo) reset(Http2Error.NO_ERROR);
    }

    @Override
    void breakOff() {
        reset(Http2Error.INTERNAL_ERROR);
    }

    @Override
    void broken(Throwable why) {
        reset(Http2Error.PROTOCOL_ERROR);
    }

    private void reset(Http2Error why) {
        context().writeAndFlush(new DefaultHttp2ResetFrame(why));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame) gone("given up by the caller");
        else ctx.fireUserEventTriggered(event);
    }

    /// What is wrong with the stream alone: with its frames, or with what they say.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Http2Exception wrong) {
            gone("the caller does not keep to HTTP/2");
            reset(wrong.error());
        } else if (cause instanceof DecoderException
                || cause.getCause() instanceof Http2Exception) {
            gone("the caller does not keep to HTTP/2");
            broken(cause);
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        super.channelInactive(ctx);
        connection.left(this);
    }

    @Override
    protected void expired(long now) {
        if (!gaveUp()) context().close();
    }
}

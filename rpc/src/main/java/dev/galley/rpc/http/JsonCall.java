// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.server.Served;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/// A call by POST with JSON. A stream of results is written a line each (`application/x-ndjson`).
final class JsonCall extends HttpCall {
    private static final byte[] LINE_END = {'\n'};

    private final Gathered body = new Gathered();
    private final boolean bodiless;
    private boolean headed;

    JsonCall(Exchange exchange, Served served, CallContext context, Head head) {
        super(exchange, served, context, head);
        this.bodiless = head.isHead();
    }

    @Override
    public Format format() {
        return Format.JSON;
    }

    @Override
    void body(ByteBuf part) {
        int length = part.readableBytes(), most = longest;
        if (length > most - body.size())
            refuse(Problem.refused(413, "too-long", "a body has at most " + most + " bytes"));
        else body.add(part, length, most);
    }

    @Override
    int gathered() {
        return body.held();
    }

    @Override
    void bodyEnd() {
        received(body.take(), false);
        receivedAll();
    }

    /// A body as a whole, not the lines of a stream.
    @Override
    boolean compresses(boolean last) {
        return last && !headed;
    }

    @Override
    ChannelFuture write(ByteBuf json, boolean compressed, boolean last) {
        if (last) return whole(json, compressed);
        head();
        ByteBuf line = Unpooled.wrappedBuffer(json, Unpooled.wrappedBuffer(LINE_END));
        ChannelFuture left = exchange.write(new DefaultHttpContent(line));
        exchange.flushSoon();
        return left;
    }

    private void head() {
        if (headed) return;
        headed = true;
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setTransferEncodingChunked(head, true);
        head.headers().set(CONTENT_TYPE, "application/x-ndjson");
        exchange.head(head);
    }

    private ChannelFuture whole(ByteBuf json, boolean compressed) {
        var response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, json);
        HttpHeaders headers = response.headers();
        if (exchange.terms.compress() > 0)
            headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        if (compressed) headers.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
        return whole(response, "application/json");
    }

    private ChannelFuture whole(FullHttpResponse response, String type) {
        headed = true;
        response.headers().set(CONTENT_TYPE, type);
        response.headers().set(CONTENT_LENGTH, response.content().readableBytes());
        if (bodiless) response.content().clear();
        ChannelFuture left = exchange.head(response);
        exchange.ended();
        return left;
    }

    @Override
    void writeEnd() {
        head();
        exchange.last(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /// Between results it is the last line, and the response breaks off: nobody takes it for whole.
    @Override
    void write(Problem problem) {
        if (headed) {
            ByteBuf line = Unpooled.wrappedBuffer(problem.lastLine(), LINE_END);
            exchange.write(new DefaultHttpContent(line));
            exchange.breakOff();
        } else {
            whole(response(problem), "application/problem+json");
        }
    }

    static FullHttpResponse response(Problem problem) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(problem.status()),
                        Unpooled.wrappedBuffer(problem.json()));
        HttpHeaders headers = response.headers();
        switch (problem.status()) {
            case 401 -> headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
            case 405 -> headers.set(HttpHeaderNames.ALLOW, "POST");
            case 415 -> headers.set(HttpHeaderNames.ACCEPT, "application/json");
            case 503 -> headers.set(HttpHeaderNames.RETRY_AFTER, 1);
            default -> {}
        }
        return response;
    }
}

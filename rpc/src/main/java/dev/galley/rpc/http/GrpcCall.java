// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Served;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/// A call by gRPC.
final class GrpcCall extends HttpCall implements Deframer.Sink {
    private static final int PREFIX = 5;

    private final Deframer deframer;
    private final String contentType;
    private boolean headed;

    GrpcCall(Exchange exchange, Served served, CallContext context, Head head) {
        super(exchange, served, context, head);
        this.deframer = new Deframer(this, longest);
        this.contentType = head.type();
    }

    @Override
    public Format format() {
        return Format.PROTOBUF;
    }

    @Override
    void body(ByteBuf part) {
        deframer.take(part);
    }

    @Override
    int gathered() {
        return deframer.gathered();
    }

    @Override
    void bodyEnd() {
        if (deframer.end()) receivedAll();
    }

    @Override
    public void message(byte[] message, boolean compressed) {
        received(message, compressed);
    }

    @Override
    public void broken(Problem why) {
        refuse(why);
        runOnGone();
    }

    @Override
    boolean compresses(boolean last) {
        return true;
    }

    @Override
    ChannelFuture write(ByteBuf message, boolean compressed, boolean last) {
        head();
        ByteBuf prefix =
                Unpooled.buffer(PREFIX)
                        .writeByte(compressed ? 1 : 0)
                        .writeInt(message.readableBytes());
        ChannelFuture left =
                exchange.write(new DefaultHttpContent(Unpooled.wrappedBuffer(prefix, message)));
        if (last) writeEnd();
        else exchange.flushSoon();
        return left;
    }

    private void head() {
        if (headed) return;
        headed = true;
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        describe(head.headers());
        if (gzips()) head.headers().set("grpc-encoding", "gzip");
        exchange.head(head);
    }

    private void describe(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        headers.set("grpc-accept-encoding", "identity,gzip");
    }

    @Override
    void writeEnd() {
        head();
        var last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        last.trailingHeaders().set("grpc-status", Status.OK);
        exchange.last(last);
    }

    /// In the head, if that was not sent so far ("Trailers-Only").
    @Override
    void write(Problem problem) {
        if (headed) {
            var last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
            describe(problem, last.trailingHeaders());
            exchange.last(last);
        } else {
            headed = true;
            var only =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
            describe(only.headers());
            describe(problem, only.headers());
            exchange.head(only);
            exchange.ended();
        }
    }

    private static void describe(Problem problem, HttpHeaders to) {
        to.set("grpc-status", Status.of(problem.exception()));
        to.set("grpc-message", Status.percentEncoded(problem.detail()));
        if (problem.stage() == Stage.FAILED)
            to.set("galley-error", Status.percentEncoded(problem.type()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.net.Loop;
import dev.galley.net.Timed;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.server.Session;
import dev.galley.rpc.wire.Terms;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelOption;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A connection of HTTP/2: Netty's codec makes a channel of each stream. Belongs to the loop.
final class Http2Connection extends Timed implements Session {
    /// The most streams that are open at a time: those of gRPC are long, and cost little.
    private static final int STREAMS = 1000;

    private static final int HEADERS = 16 << 10;

    /// Streams opened and reset at once cost their server more than their client (CVE-2023-44487):
    /// who resets more, in so many seconds, is closed. Calls that are cancelled look the same.
    private static final int RESETS = 2000;

    private static final int RESET_SECONDS = 10;

    /// So many streams whose messages nobody reads don't hold up the others.
    private static final int WINDOWS = 32;

    /// Answers that wait for a client that reads none, such as to PING and SETTINGS.
    private static final int UNREAD_ANSWERS = 1000;

    /// A change of settings is work for each open stream.
    private static final int SETTINGS = 100;

    /// What is compressed by being remembered (RFC 7541, section 2.3.2); never what calls differ
    /// in, for a client may ask for a memory of any size.
    private static final Set<String> REMEMBERED =
            Set.of(":status", "content-type", "grpc-status", "grpc-accept-encoding");

    private static final long DRAINING = 0x67616c6c6579L;

    final Loop loop;
    final Terms terms;
    final Server server;
    final boolean clear;
    final Budget budget;
    private final Set<Http2Stream> streams = new HashSet<>();
    private long heard;
    private int settings;
    private boolean greeted;
    private boolean asked;
    private boolean draining;
    private boolean drained;

    Http2Connection(Loop loop, Terms terms, Server server, boolean clear) {
        this.loop = loop;
        this.terms = terms;
        this.server = server;
        this.clear = clear;
        this.budget = new Budget(terms.message());
    }

    void join(ChannelPipeline pipeline) {
        pipeline.addLast(new Heard(), codec(), new Http2MultiplexHandler(stream()), this);
    }

    private Http2FrameCodec codec() {
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(
                        Http2Settings.defaultSettings()
                                .maxConcurrentStreams(Math.min(terms.streams(), STREAMS))
                                .initialWindowSize(terms.window())
                                .maxHeaderListSize(HEADERS))
                .validateRequiredPseudoHeaders(true)
                .headerSensitivityDetector((name, _) -> !REMEMBERED.contains(name.toString()))
                .encoderEnforceMaxQueuedControlFrames(UNREAD_ANSWERS)
                .decoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS)
                .gracefulShutdownTimeoutMillis(terms.patience().toMillis())
                .build();
    }

    private ChannelInitializer<Channel> stream() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                Http2Stream stream = new Http2Stream(Http2Connection.this);
                channel.config()
                        .setOption(Http2StreamChannelOption.AUTO_STREAM_FLOW_CONTROL, false);
                channel.pipeline()
                        .addLast(
                                stream.meter(),
                                new Http2StreamFrameToHttpObjectCodec(true),
                                stream);
            }
        };
    }

    /// Knows when the last bytes came.
    private final class Heard extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            heard = System.nanoTime();
            asked = false;
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        loop.watch(this);
        deadline(System.nanoTime() + terms.handshake().toNanos());
        widen(ctx.pipeline().get(Http2FrameCodec.class));
        server.entered(this);
    }

    /// The window of the connection is 64 KiB at first, whatever the streams have.
    private void widen(Http2FrameCodec codec) {
        var connection = codec.connection();
        try {
            connection
                    .local()
                    .flowController()
                    .incrementWindowSize(connection.connectionStream(), terms.window() * WINDOWS);
        } catch (Http2Exception e) {
            throw new IllegalStateException("no window", e);
        }
    }

    void entered(Http2Stream stream) {
        streams.add(stream);
    }

    void left(Http2Stream stream) {
        streams.remove(stream);
        closeIfDrained();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Http2SettingsFrame) {
            settings(ctx);
        } else if (message instanceof Http2PingFrame ping
                && ping.ack()
                && ping.content() == DRAINING) {
            goAway(0);
            drained = true;
            closeIfDrained();
        }
        ReferenceCountUtil.release(message);
    }

    private void settings(ChannelHandlerContext ctx) {
        if (!greeted) deadline(heard + terms.quiet().toNanos());
        greeted = true;
        if (++settings <= SETTINGS) return;
        ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /// Asks for a sign of life, or gives up.
    @Override
    protected void expired(long now) {
        long due = heard + terms.quiet().toNanos();
        if (!greeted || (asked && due - now <= 0)) {
            context().close();
        } else if (due - now > 0) {
            deadline(due);
        } else {
            asked = true;
            context().writeAndFlush(new DefaultHttp2PingFrame(now));
            deadline(now + terms.patience().toNanos());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) ctx.close();
        else ctx.fireUserEventTriggered(event);
    }

    /// What is wrong with HTTP/2 the codec tells the client next, and closes.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof Http2Exception)) super.exceptionCaught(ctx, cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.unwatch(this);
        List<Http2Stream> left = new ArrayList<>(streams);
        for (Http2Stream stream : left) stream.gone("the connection is gone");
        server.left(this);
    }

    /// Tells the client twice, that no stream is lost which it opens in between (RFC 9113, section
    /// 6.8): first that it shall open no more, and when it has heard that, which was the last.
    @Override
    public void drain() {
        loop.execute(() -> {
            if (draining) return;
            draining = true;
            goAway(Integer.MAX_VALUE);
            context().writeAndFlush(new DefaultHttp2PingFrame(DRAINING));
        });
    }

    private void goAway(int more) {
        var frame = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
        frame.setExtraStreamIds(more);
        context().writeAndFlush(frame);
    }

    private void closeIfDrained() {
        if (drained && streams.isEmpty()) context().close();
    }

    @Override
    public void close() {
        loop.execute(() -> {
            for (Http2Stream stream : new ArrayList<>(streams))
                stream.gone("the server has stopped");
            context().close();
        });
    }
}

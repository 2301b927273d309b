// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import dev.galley.config.MemberTlsConfig;
import dev.galley.config.tls.Identity;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// TLS as members are spoken to, by BoringSSL; certificates are verified by the JDK. Its files are
/// followed: when they change, connections still to come go by what is in them now. Any thread.
public final class TlsClient implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TlsClient.class.getName());
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final AtomicLong complained = new AtomicLong();
    private final MemberTlsConfig config;
    private final Consumer<Runnable> later;
    private final FileWatch watch;
    private volatile SslContext context;

    /// Reads the files.
    ///
    /// @param later runs a task once no loop can hold what it held before
    /// @throws IOException if a file can't be used; the message says which, and why
    public TlsClient(MemberTlsConfig config, Consumer<Runnable> later) throws IOException {
        this.config = config;
        this.later = later;
        this.context = load(config);
        this.watch =
                new FileWatch(
                        new FileWatch.Source() {
                            @Override
                            public List<String> files() {
                                return Stream.of(config.ca(), config.cert(), config.key())
                                        .filter(Objects::nonNull)
                                        .toList();
                            }

                            @Override
                            public boolean due() {
                                return false;
                            }

                            @Override
                            public void read() throws IOException {
                                TlsClient.this.read();
                            }
                        });
    }

    /// Reads the files again.
    ///
    /// @throws IOException as the constructor; then nothing has changed
    public synchronized void read() throws IOException {
        SslContext loaded = load(config), before = context;
        context = loaded;
        later.accept(() -> ReferenceCountUtil.release(before));
    }

    private static SslContext load(MemberTlsConfig config) throws IOException {
        SslContextBuilder builder = Suites.on(SslContextBuilder.forClient());
        String ca = config.ca(), cert = config.cert(), key = config.key();
        if (!config.verify())
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null);
        else builder.endpointIdentificationAlgorithm("HTTPS");
        if (ca != null) builder.trustManager(Identity.authorities(ca));
        if (cert != null && key != null) {
            Identity identity = Identity.read(cert, key);
            builder.keyManager(identity.key(), identity.chain());
        }
        return builder.build();
    }

    /// What puts TLS, and then `handler`, into the pipeline of a connection that is not open yet;
    /// the handler is told of the end of the handshake by an event.
    ///
    /// @param first goes out before TLS begins; null: nothing
    public ChannelHandler before(
            ChannelHandler handler, InetSocketAddress member, @Nullable ByteBuf first) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                add(channel.pipeline(), member, first);
                channel.pipeline().addLast(handler);
            }
        };
    }

    private void add(ChannelPipeline pipeline, InetSocketAddress member, @Nullable ByteBuf first) {
        String name = config.name() == null ? member.getHostString() : config.name();
        SslHandler handler = context.newHandler(pipeline.channel().alloc(), name, member.getPort());
        // Netty asks for names with a dot alone; those of a cluster have none.
        if (name.indexOf('.') < 0 && name.indexOf(':') < 0) ask(handler.engine(), name);
        // Deadlines are the loop's, as all deadlines are.
        handler.setHandshakeTimeoutMillis(0);
        pipeline.addLast(PausedReads.INSTANCE);
        if (first != null) pipeline.addLast(new First(first));
        pipeline.addLast(handler);
    }

    private static void ask(SSLEngine engine, String name) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        engine.setSSLParameters(parameters);
    }

    /// Why a handshake failed, in words.
    public static String reason(Throwable failure) {
        if (failure instanceof ClosedChannelException) return "closed during the TLS handshake";
        Throwable root = failure;
        while (root.getCause() != null) root = root.getCause();
        String message = String.valueOf(root.getMessage());
        return message.contains("certification path")
                ? "its certificate is signed by no known authority"
                : message;
    }

    /// Tells the log that a handshake failed; not more often than every ten seconds.
    public void complain(String problem) {
        long now = System.nanoTime(), before = complained.get();
        boolean due = before == 0 || now - before > QUIET_NANOS;
        if (due && complained.compareAndSet(before, now))
            LOG.log(System.Logger.Level.WARNING, "no TLS with a member: " + problem);
    }

    /// Writes what goes out before TLS.
    private static final class First extends ChannelInboundHandlerAdapter {
        private @Nullable ByteBuf bytes;

        First(ByteBuf bytes) {
            this.bytes = bytes;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ByteBuf first = bytes;
            bytes = null;
            if (first != null) ctx.write(first, ctx.voidPromise());
            ctx.fireChannelActive();
            ctx.pipeline().remove(this);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            if (bytes != null) bytes.release();
        }
    }

    /// Follows its files no more, and begins no connections.
    @Override
    public void close() {
        watch.close();
        later.accept(() -> ReferenceCountUtil.release(context));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import dev.galley.config.TlsConfig;
import dev.galley.config.tls.Identity;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// TLS as a listener speaks it, by BoringSSL. Its files are followed: when they change, connections
/// still to come get what is in them now. Any thread.
public final class TlsServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TlsServer.class.getName());

    private final List<String> applications;
    private final Consumer<Runnable> later;
    private final Tickets tickets = new Tickets();
    private final FileWatch watch;
    private volatile TlsConfig config;
    private volatile Certificates certificates;

    /// Reads the files.
    ///
    /// @param applications what is offered by ALPN (RFC 7301), the best first
    /// @param later runs a task once no loop can hold what it held before
    /// @throws IOException if a file can't be used; the message says which, and why
    private TlsServer(TlsConfig config, List<String> applications, Consumer<Runnable> later)
            throws IOException {
        this.applications = applications;
        this.later = later;
        this.config = config;
        this.certificates = load(config);
        this.watch =
                new FileWatch(
                        new FileWatch.Source() {
                            @Override
                            public List<String> files() {
                                return TlsServer.this.files();
                            }

                            @Override
                            public boolean due() {
                                return TlsServer.this.due();
                            }

                            @Override
                            public void read() throws IOException {
                                take(TlsServer.this.config);
                            }
                        });
    }

    /// What speaks TLS as `wanted`, null if that is not at all: `open` where it may stay, which
    /// else is closed. Connections that are open stay.
    ///
    /// @param applications what is offered by ALPN (RFC 7301), the best first; always the same
    /// @param later runs a task once no loop can hold what it held before
    /// @throws IOException if a file can't be used; the message says which, and why. Then nothing
    ///   has changed
    public static @Nullable TlsServer following(
            @Nullable TlsServer open,
            @Nullable TlsConfig wanted,
            List<String> applications,
            Consumer<Runnable> later)
            throws IOException {
        if (wanted != null && open != null) {
            open.take(wanted);
            return open;
        }
        if (open != null) open.close();
        return wanted == null ? null : new TlsServer(wanted, applications, later);
    }

    /// Takes another configuration, and reads its files; connections that are open stay.
    ///
    /// @throws IOException as the constructor; then nothing has changed
    private synchronized void take(TlsConfig next) throws IOException {
        Certificates loaded = load(next), before = certificates;
        config = next;
        certificates = loaded;
        later.accept(before::release);
    }

    private Certificates load(TlsConfig wanted) throws IOException {
        OpenSslSessionTicketKey[] keys = tickets.keys(wanted.ticketKeys(), System.nanoTime());
        byte[] scope = scope(wanted);
        List<Served> all = new ArrayList<>();
        try {
            for (TlsConfig.Certificate certificate : wanted.certificates()) {
                Served served = load(wanted, certificate);
                all.add(served);
                served.tickets(keys, scope);
            }
            return new Certificates(all);
        } catch (IOException | RuntimeException e) {
            all.forEach(Served::release);
            throw e;
        }
    }

    private Served load(TlsConfig wanted, TlsConfig.Certificate certificate) throws IOException {
        Identity identity = Identity.read(certificate.cert(), certificate.key());
        String warning = identity.warning(Instant.now());
        if (warning != null) LOG.log(System.Logger.Level.WARNING, warning);
        return new Served(wanted, certificate, identity, applications);
    }

    /// A ticket must not open a door that asks for other client certificates.
    private static byte[] scope(TlsConfig config) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            TlsConfig.ClientCertificates client = config.client();
            if (client != null) {
                digest.update((byte) (client.required() ? 1 : 2));
                for (var authority : Identity.authorities(client.ca()))
                    digest.update(authority.getSignature());
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private List<String> files() {
        TlsConfig now = config;
        List<String> files = new ArrayList<>();
        for (TlsConfig.Certificate certificate : now.certificates()) {
            files.add(certificate.cert());
            files.add(certificate.key());
            add(files, certificate.ocsp());
        }
        add(files, now.ticketKeys());
        TlsConfig.ClientCertificates client = now.client();
        add(files, client == null ? null : client.ca());
        return files;
    }

    private static void add(List<String> files, @Nullable String file) {
        if (file != null) files.add(file);
    }

    private synchronized boolean due() {
        return config.ticketKeys() == null && tickets.due(System.nanoTime());
    }

    /// How long a client may take for the handshake.
    public Duration patience() {
        return config.handshake();
    }

    /// Has a connection that began with `hello` speak TLS from here on: puts what does it before
    /// `ctx`, which is told of the end of the handshake by an event. On the connection's loop.
    public SslHandler begin(ChannelHandlerContext ctx, ClientHello hello) {
        SslHandler handler = certificates.choose(hello).handler(ctx.alloc());
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addBefore(ctx.name(), null, PausedReads.INSTANCE);
        pipeline.addBefore(ctx.name(), null, handler);
        return handler;
    }

    /// What is known of the connection after the handshake.
    public Secured secured(SslHandler handler, ClientHello hello) {
        return Secured.of(handler, hello.name(), config.client() != null);
    }

    /// Follows its files no more, and begins no connections.
    @Override
    public void close() {
        watch.close();
        later.accept(certificates::release);
    }
}

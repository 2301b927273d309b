// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import dev.galley.config.TlsConfig;
import dev.galley.config.tls.Identity;
import dev.galley.config.tls.OcspResponse;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A certificate, ready to be served: one SSL_CTX. Its methods may be called on any loop.
final class Served {
    private static final byte[] NOTHING = {};

    /// The host names that it is for.
    final Set<String> names;

    /// The bit of {@link ClientHello#ecdsa} for its key; 0 for RSA.
    final int curve;

    private final ReferenceCountedOpenSslContext context;
    private final byte[] ocsp;

    /// @param applications what is offered by ALPN, the best first
    /// @throws IOException if a file can't be used; the message says which, and why
    Served(
            TlsConfig config,
            TlsConfig.Certificate certificate,
            Identity identity,
            List<String> applications)
            throws IOException {
        names = identity.names();
        curve = Certificates.curve(identity.certificate().getPublicKey());
        String ocspFile = certificate.ocsp();
        ocsp = ocspFile == null ? NOTHING : OcspResponse.read(ocspFile);
        context = context(config, identity, alpn(applications));
    }

    private static ApplicationProtocolConfig alpn(List<String> applications) {
        if (applications.isEmpty()) return ApplicationProtocolConfig.DISABLED;
        return new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                applications);
    }

    private ReferenceCountedOpenSslContext context(
            TlsConfig config, Identity identity, ApplicationProtocolConfig alpn)
            throws IOException {
        TlsConfig.ClientCertificates client = config.client();
        List<X509Certificate> authorities =
                client == null ? List.of() : Identity.authorities(client.ca());
        SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chain());
        var made =
                (ReferenceCountedOpenSslContext)
                        Suites.on(builder)
                                .applicationProtocolConfig(alpn)
                                .trustManager(authorities)
                                .clientAuth(asked(client))
                                .enableOcsp(ocsp.length > 0)
                                .build();
        sessions(made).setSessionCacheEnabled(false);
        return made;
    }

    private static ClientAuth asked(TlsConfig.@Nullable ClientCertificates client) {
        if (client == null) return ClientAuth.NONE;
        return client.required() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
    }

    private static OpenSslServerSessionContext sessions(ReferenceCountedOpenSslContext context) {
        return (OpenSslServerSessionContext) context.sessionContext();
    }

    /// Has tickets made by these keys.
    ///
    /// @param scope what a ticket must have been given for to be taken here
    void tickets(OpenSslSessionTicketKey[] keys, byte[] scope) {
        sessions(context).setSessionIdContext(scope);
        sessions(context).setTicketKeys(keys);
    }

    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        // Deadlines are the loop's, as all deadlines are.
        handler.setHandshakeTimeoutMillis(0);
        var engine = (ReferenceCountedOpenSslEngine) handler.engine();
        // As Mozilla has it: all suites are good, and the client knows what it is quick at.
        SSL.clearOptions(engine.sslPointer(), SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
        if (ocsp.length > 0) engine.setOcspResponse(ocsp);
        return handler;
    }

    /// Serves no more; connections that it has begun go on.
    void release() {
        context.release();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// What TLS knows of a client's connection.
///
/// @param name the host name that the client asked for (SNI), in lower case; null if none
/// @param protocol `TLSv1.3` or `TLSv1.2`
/// @param cipher the cipher suite, by its name in RFC 8446 or RFC 5289
/// @param application the protocol that was agreed on by ALPN; null if none
/// @param client the client's certificate and those behind it; empty if it has shown none
public record Secured(
        @Nullable String name,
        String protocol,
        String cipher,
        @Nullable String application,
        List<Certificate> client) {
    /// After the handshake.
    static Secured of(SslHandler handler, @Nullable String name, boolean asked) {
        SSLSession session = handler.engine().getSession();
        return new Secured(
                name,
                session.getProtocol(),
                session.getCipherSuite(),
                handler.applicationProtocol(),
                asked ? client(session) : List.of());
    }

    private static List<Certificate> client(SSLSession session) {
        try {
            return List.of(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }
}

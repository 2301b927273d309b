// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HandshakeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The TLS handshakes of a check. Each is a full one, which a fresh context sees to: a resumed
/// session (RFC 8446 §2.2) would show the certificate of an earlier check. Any thread.
final class Handshake {
    private final HandshakeConfig config;
    private volatile TrustManager @Nullable [] trust;

    Handshake(HandshakeConfig config) {
        this.config = config;
    }

    /// Goes on by TLS.
    ///
    /// @return why the certificate will not do; null if it does
    /// @throws IOException if the handshake failed
    @Nullable String secure(Wire wire) throws IOException {
        SSLSocket socket = wire.secure(this);
        Integer days = config.minDays();
        if (days == null && !config.verify()) return null;
        // PKIX takes a certificate that is in the ca file itself whatever its dates are.
        Certificate shown = socket.getSession().getPeerCertificates()[0];
        return shown instanceof X509Certificate certificate
                ? tooOld(
                        certificate.getNotAfter().toInstant(),
                        Instant.now(),
                        days == null ? 0 : days)
                : "the certificate is not of type X.509";
    }

    static @Nullable String tooOld(Instant end, Instant now, int days) {
        if (end.isBefore(now)) return "the certificate expired at " + end;
        if (!end.isBefore(now.plus(Duration.ofDays(days)))) return null;
        long left = Duration.between(now, end).toDays();
        return "the certificate expires in " + left + " days, min-days is " + days;
    }

    /// The handshake itself.
    ///
    /// @param host the member's own, as the file has it
    SSLSocket over(Socket socket, String host) throws IOException {
        String name = config.name();
        String peer = name == null ? host : name;
        var sockets = context().getSocketFactory();
        var tls = (SSLSocket) sockets.createSocket(socket, peer, socket.getPort(), false);
        SSLParameters parameters = tls.getSSLParameters();
        if (name != null) parameters.setServerNames(List.of(new SNIHostName(name)));
        if (config.verify()) parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        try {
            tls.startHandshake();
            return tls;
        } catch (SSLException failed) {
            throw reason(failed);
        }
    }

    /// JSSE wraps the reason into others.
    private static IOException reason(SSLException failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause instanceof SocketTimeoutException timeout
                ? timeout
                : new IOException("TLS handshake failed: " + cause.getMessage(), failed);
    }

    private SSLContext context() throws IOException {
        try {
            if (trust == null) trust = trust();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            return context;
        } catch (NoSuchFileException e) {
            throw new IOException("the ca file " + config.ca() + " does not exist", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the ca file " + config.ca() + ": " + e.getMessage(), e);
        }
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        if (!config.verify()) return new TrustManager[] {new TrustAnyone()};
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(config.ca() == null ? null : store(Path.of(config.ca())));
        return factory.getTrustManagers();
    }

    private static KeyStore store(Path ca) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(ca)) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in))
                store.setCertificateEntry("ca-" + store.size(), one);
        }
        if (store.size() == 0) throw new IOException("the ca file " + ca + " has no certificate");
        return store;
    }
}

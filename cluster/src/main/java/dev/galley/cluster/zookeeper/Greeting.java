// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import dev.galley.config.Address;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A handshake with a server of the ensemble, only to see whether one side refuses the other.
final class Greeting {
    private static final int PATIENCE_MILLIS = 1000;
    private static final String REFUSED = "takes no certificate of this node (tls.cert)";

    private Greeting() {}

    /// What stands in the way of TLS with the server, in a sentence; null: nothing, or it does not
    /// answer at all. Takes 4 s at the most.
    static @Nullable String refusal(Address server, SSLContext context) {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
            if (!connects(socket, address)) return null;
            String why = refusal(socket);
            return why == null ? null : server + " " + why;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean connects(SSLSocket socket, InetSocketAddress address) {
        try {
            socket.connect(address, PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable String refusal(SSLSocket socket) {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            // By TLS 1.3 a client is done before the server has looked at its certificate.
            int _ = socket.getInputStream().read();
            return null;
        } catch (SocketTimeoutException e) {
            return null;
        } catch (SSLException e) {
            return sentence(e);
        } catch (IOException e) {
            // By TLS 1.2 it is still told things when it has refused, and cannot hear why.
            return REFUSED;
        }
    }

    private static String sentence(SSLException e) {
        String message = String.valueOf(e.getMessage());
        // RFC 8446, section 6.2: bad_certificate, certificate_required, unknown_ca and their kind.
        if (message.matches(".*Received fatal alert: (.*certificate.*|unknown_ca)")) return REFUSED;
        if (caused(e, CertPathBuilderException.class) != null)
            return "has a certificate of another authority than those in tls.ca";
        Throwable certificate = caused(e, CertificateException.class);
        if (certificate != null)
            return "has a certificate that cannot be taken: " + certificate.getMessage();
        if (caused(e, EOFException.class) != null)
            return "does not speak TLS: write its secureClientPort";
        return "does not agree on TLS: " + message;
    }

    private static @Nullable Throwable caused(Throwable e, Class<? extends Throwable> by) {
        for (Throwable cause = e; cause != null; cause = cause.getCause())
            if (by.isInstance(cause)) return cause;
        return null;
    }
}

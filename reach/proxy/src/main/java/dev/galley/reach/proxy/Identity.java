// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.net.Origin;
import dev.galley.net.tls.Secured;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;

/// What members are told of a client, the same for all requests of its connection.
final class Identity {
    private static final byte[] NOTHING = {};

    private final String scheme;
    private final byte[] forwarded;
    private final byte[] certificates;

    Identity(Origin origin) {
        Secured tls = origin.tls();
        String host = origin.source().getAddress().getHostAddress();
        scheme = tls == null ? "http" : "https";
        forwarded =
                Words.of("X-Forwarded-For: " + host + "\r\nX-Forwarded-Proto: " + scheme + "\r\n");
        certificates = tls == null || tls.client().isEmpty() ? NOTHING : lines(tls.client());
    }

    /// `http` or `https`.
    String scheme() {
        return scheme;
    }

    /// The X-Forwarded-For and X-Forwarded-Proto lines.
    byte[] forwarded() {
        return forwarded;
    }

    /// The Client-Cert and Client-Cert-Chain lines (RFC 9440); empty if there is no certificate.
    byte[] certificates() {
        return certificates;
    }

    private static byte[] lines(List<Certificate> chain) {
        StringBuilder lines = new StringBuilder("Client-Cert: ").append(bytes(chain.getFirst()));
        for (int i = 1; i < chain.size(); i++)
            lines.append(i == 1 ? "\r\nClient-Cert-Chain: " : ", ").append(bytes(chain.get(i)));
        return Words.of(lines.append("\r\n").toString());
    }

    /// A byte sequence (RFC 8941 section 3.3.5).
    private static String bytes(Certificate certificate) {
        try {
            return ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was received can be sent", e);
        }
    }
}

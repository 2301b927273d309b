// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.net.Origin;
import dev.galley.net.tls.Secured;
import io.netty.channel.Channel;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of a client by its certificate, which nobody else can take.
public final class Certified {
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+\\\\\"]+)");

    /// Of subjectAltName, RFC 5280, section 4.2.1.6.
    private static final int DNS = 2;

    private static final int URI = 6;

    private Certified() {}

    /// The first URI of the certificate's alternative names, such as a SPIFFE ID; else the first
    /// DNS name; else the common name, or the whole subject where that is none.
    ///
    /// @return null: the client has shown no certificate
    public static @Nullable String name(Channel channel) {
        Origin origin = Origin.of(channel);
        Secured tls = origin == null ? null : origin.tls();
        if (tls == null || tls.client().isEmpty()) return null;
        return tls.client().getFirst() instanceof X509Certificate shown ? name(shown) : null;
    }

    private static String name(X509Certificate certificate) {
        String uri = alternative(certificate, URI);
        String name = uri == null ? alternative(certificate, DNS) : uri;
        if (name != null) return name;
        String subject = certificate.getSubjectX500Principal().getName();
        Matcher common = COMMON_NAME.matcher(subject);
        return common.find() ? common.group(1) : subject;
    }

    private static @Nullable String alternative(X509Certificate certificate, int kind) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all == null) return null;
            for (List<?> one : all)
                if (one.getFirst() instanceof Integer type && type == kind)
                    return one.get(1).toString();
            return null;
        } catch (CertificateParsingException e) {
            return null;
        }
    }
}

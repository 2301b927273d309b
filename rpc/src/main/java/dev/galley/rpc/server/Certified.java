// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.net.Origin;
import io.netty.channel.Channel;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who a client is, by the certificate that it has shown: nobody can say to be another one.
public final class Certified {
    /// In the text form of RFC 2253.
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:\\\\.|[^,\\\\])+)");

    /// A `dNSName` (RFC 5280, section 4.2.1.6).
    private static final int DNS_NAME = 2;

    private Certified() {}

    /// The common name of the certificate's subject, else its first DNS name, else all of its
    /// subject; null: it has shown none. Ask once a connection.
    public static @Nullable String name(Channel channel) {
        Origin origin = Origin.of(channel);
        if (origin == null || origin.tls() == null || origin.tls().client().isEmpty()) return null;
        return origin.tls().client().getFirst() instanceof X509Certificate certificate
                ? name(certificate)
                : null;
    }

    static String name(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        Matcher common = COMMON_NAME.matcher(subject);
        if (common.find()) return common.group(1);
        String dns = dns(certificate);
        return dns == null ? subject : dns;
    }

    private static @Nullable String dns(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) return null;
            for (List<?> typeAndName : names)
                if (typeAndName.getFirst() instanceof Integer type && type == DNS_NAME)
                    return String.valueOf(typeAndName.getLast());
            return null;
        } catch (CertificateParsingException e) {
            return null;
        }
    }
}

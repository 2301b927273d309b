// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A certificate with those that signed it, and its private key.
///
/// @param file where the certificate is from
/// @param chain the certificate itself first
public record Identity(Path file, List<X509Certificate> chain, PrivateKey key) {
    private static final int DNS_NAME = 2;

    /// Reads the files.
    ///
    /// @throws IOException if they can't be used, with a message that names the file, what is wrong
    ///   and what would be right
    public static Identity read(String cert, String key) throws IOException {
        Path file = Path.of(cert);
        List<X509Certificate> chain = Pem.certificates(file);
        return new Identity(file, chain, Keys.read(Path.of(key), file, chain.getFirst()));
    }

    /// The certificates of a file of authorities.
    ///
    /// @throws IOException as {@link #read}
    public static List<X509Certificate> authorities(String ca) throws IOException {
        return Pem.certificates(Path.of(ca));
    }

    /// The certificate.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// The host names that it is for, in lower case, wildcards as they stand. The common name is
    /// none of them (RFC 9525 section 2).
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        try {
            Collection<List<?>> alternatives = certificate().getSubjectAlternativeNames();
            if (alternatives != null)
                for (List<?> name : alternatives)
                    if (name.getFirst().equals(DNS_NAME)) names.add(lower(name.getLast()));
        } catch (CertificateParsingException e) {
            return Set.of();
        }
        return names;
    }

    private static String lower(Object name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /// What is not right with it, though it can be used; null: nothing.
    public @Nullable String warning(Instant now) {
        Instant until = certificate().getNotAfter().toInstant();
        Instant from = certificate().getNotBefore().toInstant();
        if (now.isAfter(until)) return file + " expired at " + until + ": clients will refuse it";
        if (now.isBefore(from))
            return file + " is valid from " + from + " on only: clients will refuse it until then";
        return null;
    }
}

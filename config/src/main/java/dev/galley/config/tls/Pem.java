// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of a PEM file (RFC 7468).
final class Pem {
    private static final int LARGEST_BYTES = 4 << 20;
    private static final Pattern PART =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]+)-----\\s(.*?)-----END \\1-----", Pattern.DOTALL);

    private final String label;
    private final byte[] der;

    private Pem(String label, byte[] der) {
        this.label = label;
        this.der = der;
    }

    /// `CERTIFICATE`, `PRIVATE KEY` and so on.
    String label() {
        return label;
    }

    /// What it holds.
    byte[] der() {
        return der;
    }

    /// Every part of a file.
    ///
    /// @throws IOException if there is none, with a message that names the file
    static List<Pem> read(Path file) throws IOException {
        String text = new String(bytes(file), StandardCharsets.ISO_8859_1);
        List<Pem> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text);
        while (matcher.find()) parts.add(new Pem(matcher.group(1), der(file, matcher.group(2))));
        if (parts.isEmpty())
            throw new IOException(
                    file
                            + " is not a PEM file: it has no line -----BEGIN CERTIFICATE----- or alike");
        return parts;
    }

    private static byte[] der(Path file, String base64) throws IOException {
        if (base64.contains("Proc-Type:")) throw encrypted(file);
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: its base64 cannot be read", e);
        }
    }

    static IOException encrypted(Path file) {
        return new IOException(
                file + " is encrypted; decrypt it: openssl pkey -in " + file + " -out FILE");
    }

    /// The whole of a file.
    ///
    /// @throws IOException with a message that names the file
    static byte[] bytes(Path file) throws IOException {
        if (!Files.exists(file)) throw new IOException("there is no file " + file.toAbsolutePath());
        if (!Files.isRegularFile(file)) throw new IOException(file + " is not a file");
        if (!Files.isReadable(file))
            throw new IOException(
                    file + " cannot be read by the user " + System.getProperty("user.name"));
        if (Files.size(file) > LARGEST_BYTES) throw new IOException(file + " is above 4 MiB");
        return Files.readAllBytes(file);
    }

    /// Every certificate of a file.
    ///
    /// @throws IOException if there is none, with a message that names the file
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem part : read(file))
            if (part.label.equals("CERTIFICATE")) certificates.add(certificate(file, part));
        if (certificates.isEmpty())
            throw new IOException(
                    file + " has no certificate: no line -----BEGIN CERTIFICATE-----");
        return certificates;
    }

    private static X509Certificate certificate(Path file, Pem part) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(part.der));
        } catch (CertificateException e) {
            throw new IOException(file + " has a damaged certificate: " + e.getMessage(), e);
        }
    }
}

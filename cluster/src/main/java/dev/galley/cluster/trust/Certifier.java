// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Signs certificates (RFC 5280), which the JDK reads but does not write.
///
/// @param name of whoever signs
/// @param key EC on P-256, or Ed25519
record Certifier(String name, PrivateKey key) {
    private static final byte[] COMMON_NAME = Der.hex("06 03 55 04 03");
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.hex("06 08 2A8648CE3D040302"));
    private static final byte[] ED25519 = Der.sequence(Der.hex("06 03 2B6570"));
    private static final byte[] VERSION_3 = Der.hex("A0 03 02 01 02");
    private static final byte[] TRUE = Der.hex("01 01 FF");

    /// What is said of the key that is certified.
    ///
    /// @param extensions in DER, each of them
    record Subject(
            String name, PublicKey key, Instant from, Instant until, List<byte[]> extensions) {}

    /// @param serial above 0
    X509Certificate sign(Subject subject, BigInteger serial) throws GeneralSecurityException {
        boolean edwards = key.getAlgorithm().equals("EdDSA");
        byte[] algorithm = edwards ? ED25519 : ECDSA_SHA256;
        byte[] content =
                Der.sequence(
                        VERSION_3,
                        Der.integer(serial),
                        algorithm,
                        name(name),
                        Der.sequence(Der.time(subject.from), Der.time(subject.until)),
                        name(subject.name),
                        subject.key.getEncoded(),
                        Der.tagged(0xA3, Der.sequence(subject.extensions.toArray(new byte[0][]))));
        Signature signature = Signature.getInstance(edwards ? "Ed25519" : "SHA256withECDSA");
        signature.initSign(key);
        signature.update(content);
        byte[] all = Der.sequence(content, algorithm, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(all));
    }

    private static byte[] name(String name) {
        return Der.sequence(Der.tagged(0x31, Der.sequence(COMMON_NAME, Der.text(name))));
    }

    /// What an authority's certificate says: that it signs others, and nothing else.
    static List<byte[]> authority() {
        return List.of(
                extension("13", Der.sequence(TRUE)), extension("0F", Der.bits(1, Der.hex("06"))));
    }

    /// What a node's certificate says: that it serves and calls, and at which hosts.
    ///
    /// @param hosts names and addresses
    static List<byte[]> node(List<String> hosts) {
        List<byte[]> names = new ArrayList<>();
        for (String host : hosts) names.add(alternative(host));
        byte[] serverAndClient = Der.hex("06 08 2B06010505070301 06 08 2B06010505070302");
        return List.of(
                extension("13", Der.sequence()),
                extension("0F", Der.bits(7, Der.hex("80"))),
                Der.sequence(Der.hex("06 03 55 1D 25"), Der.octets(Der.sequence(serverAndClient))),
                Der.sequence(
                        Der.hex("06 03 55 1D 11"),
                        Der.octets(Der.sequence(names.toArray(new byte[0][])))));
    }

    /// One that must be understood.
    private static byte[] extension(String number, byte[] value) {
        return Der.sequence(Der.hex("06 03 55 1D" + number), TRUE, Der.octets(value));
    }

    private static byte[] alternative(String host) {
        try {
            return Der.tagged(0x87, InetAddress.ofLiteral(host).getAddress());
        } catch (IllegalArgumentException e) {
            return Der.tagged(0x82, host.getBytes(US_ASCII));
        }
    }
}

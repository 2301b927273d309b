// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.galley.config.tls.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// The authority of one cluster: it certifies its nodes and nobody else. In a folder: `ca.pem` and
/// `ca.key`, and for each node its `NAME.pem` and `NAME.key`.
public final class Authority {
    private static final Duration LIFE = Duration.ofDays(3650);

    /// Clocks of nodes may differ by that.
    private static final Duration EARLIER = Duration.ofHours(1);

    private static final int SERIAL_BITS = 120;

    private final Path folder;
    private final Identity identity;

    private Authority(Path folder, Identity identity) {
        this.folder = folder;
        this.identity = identity;
    }

    /// The authority of a folder; made if there is none.
    ///
    /// @param cluster its name: letters, digits, `.`, `_` and `-`
    /// @throws IOException if the folder can't be used, with a sentence
    public static Authority in(Path folder, String cluster, Instant now)
            throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        String cert = folder.resolve("ca.pem").toString();
        String key = folder.resolve("ca.key").toString();
        if (!Files.exists(Path.of(cert))) {
            KeyPair pair = pair();
            Certifier itself = new Certifier(cluster, pair.getPrivate());
            write(folder, "ca", pair, sign(itself, cluster, pair, now, Certifier.authority()));
        }
        Authority there = new Authority(folder, Identity.read(cert, key));
        if (there.cluster().equals(cluster)) return there;
        throw new IOException(
                "%s has the authority of the cluster %s; for %s name another --folder"
                        .formatted(folder, there.cluster(), cluster));
    }

    private String cluster() {
        String name = identity.certificate().getSubjectX500Principal().getName();
        return name.substring("CN=".length());
    }

    /// Certifies a node.
    ///
    /// @param hosts the names and addresses that it is called at
    /// @throws IOException if it has a certificate already, with a sentence
    public void certify(String node, List<String> hosts, Instant now)
            throws IOException, GeneralSecurityException {
        KeyPair pair = pair();
        Certifier authority = new Certifier(cluster(), identity.key());
        write(folder, node, pair, sign(authority, node, pair, now, Certifier.node(hosts)));
    }

    private static X509Certificate sign(
            Certifier by, String name, KeyPair pair, Instant now, List<byte[]> extensions)
            throws GeneralSecurityException {
        return by.sign(
                new Certifier.Subject(
                        name, pair.getPublic(), now.minus(EARLIER), now.plus(LIFE), extensions),
                new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE));
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static void write(Path folder, String name, KeyPair pair, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        Path cert = folder.resolve(name + ".pem"), key = folder.resolve(name + ".key");
        if (Files.exists(cert) || Files.exists(key))
            throw new IOException(name + " has a certificate in " + folder + " already");
        var owner = PosixFilePermissions.fromString("rw-------");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(owner));
        Files.writeString(key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(cert, pem("CERTIFICATE", certificate.getEncoded()));
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
    }
}

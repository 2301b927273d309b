// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.tls.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// How nodes know each other: TLS in which each side shows a certificate that the other one trusts.
public final class Trust {
    /// Makes a guess at the secret as dear as OWASP wants it for passwords: it takes some tenths of
    /// a second.
    private static final int ROUNDS = 600_000;

    private static final int SEED_BITS = 256;
    private static final char[] NONE = new char[0];

    private Trust() {}

    /// Trusts whoever knows the secret: a key follows from that, the same on every node, and its
    /// certificate is the only one that is trusted. What is seen on the wire tells the secret to
    /// nobody who cannot guess it.
    ///
    /// @param cluster its name: the same secret is another one for another cluster
    public static SSLContext ofSecret(String cluster, String secret)
            throws GeneralSecurityException {
        KeyPair pair = pair(seed(cluster, secret));
        X509Certificate certificate =
                new Certifier(cluster, pair.getPrivate())
                        .sign(
                                new Certifier.Subject(
                                        cluster,
                                        pair.getPublic(),
                                        Instant.EPOCH,
                                        // RFC 5280, section 4.1.2.5: it never ends.
                                        Instant.parse("9999-12-31T23:59:59Z"),
                                        Certifier.node(List.of(cluster))),
                                BigInteger.ONE);
        return context(keys(List.of(certificate), pair.getPrivate(), NONE), List.of(certificate));
    }

    /// Trusts whoever has a certificate of an authority, as of the cluster's.
    ///
    /// @param cert null: none is shown; so `key`
    /// @throws IOException if a file can't be used, with a sentence
    public static SSLContext ofFiles(@Nullable String cert, @Nullable String key, String ca)
            throws IOException, GeneralSecurityException {
        return context(keys(cert, key, NONE), Identity.authorities(ca));
    }

    /// A private key and its certificates.
    ///
    /// @param cert null: nothing; so `key`
    /// @param password of the key
    /// @throws IOException as {@link #ofFiles}
    public static KeyStore keys(@Nullable String cert, @Nullable String key, char[] password)
            throws IOException, GeneralSecurityException {
        if (cert == null || key == null) return empty();
        Identity own = Identity.read(cert, key);
        return keys(own.chain(), own.key(), password);
    }

    /// What shows to an ensemble of the user's that a node knows the secret, which itself is not
    /// sent (HMAC, RFC 2104).
    public static String proof(String cluster, String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(seed(cluster, secret), "HmacSHA256"));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal("coordination".getBytes(UTF_8)));
    }

    /// What was derived last: a node asks for the same several times while it starts.
    private static @Nullable Derived derived;

    private record Derived(String cluster, String secret, SecretKey seed) {
        boolean isOf(String cluster, String secret) {
            return this.cluster.equals(cluster) && this.secret.equals(secret);
        }
    }

    private static synchronized byte[] seed(String cluster, String secret)
            throws GeneralSecurityException {
        Derived last = derived;
        if (last == null || !last.isOf(cluster, secret)) {
            last = new Derived(cluster, secret, derive(cluster, secret));
            derived = last;
        }
        return last.seed().getEncoded();
    }

    private static SecretKey derive(String cluster, String secret) throws GeneralSecurityException {
        byte[] salt = ("galley cluster " + cluster).getBytes(UTF_8);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, ROUNDS, SEED_BITS));
    }

    /// The private key of Ed25519 is its seed (RFC 8032, section 5.1.5), which the JDK takes from
    /// the generator of random numbers.
    private static KeyPair pair(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(255, new Given(seed));
        return generator.generateKeyPair();
    }

    private static KeyStore keys(List<X509Certificate> chain, PrivateKey key, char[] password)
            throws GeneralSecurityException {
        KeyStore own = empty();
        own.setKeyEntry("own", key, password, chain.toArray(new X509Certificate[0]));
        return own;
    }

    private static SSLContext context(KeyStore own, List<X509Certificate> trusted)
            throws GeneralSecurityException {
        KeyStore others = empty();
        for (int i = 0; i < trusted.size(); i++)
            others.setCertificateEntry("trusted-" + i, trusted.get(i));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, NONE);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(others);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /// Gives the same bytes always.
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final transient byte[] bytes;

        Given(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] out) {
            System.arraycopy(bytes, 0, out, 0, out.length);
        }
    }
}

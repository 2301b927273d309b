// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;

/// Reads private keys: PKCS #8 (RFC 5958), and the older forms of OpenSSL.
final class Keys {
    private static final byte[] SAMPLE = {1, 2, 3, 4};

    private Keys() {}

    /// The key in `file` that belongs to a certificate.
    static PrivateKey read(Path file, Path certificateFile, X509Certificate certificate)
            throws IOException {
        PublicKey belongs = certificate.getPublicKey();
        String algorithm = belongs.getAlgorithm();
        if (!algorithm.equals("RSA") && !algorithm.equals("EC"))
            throw new IOException(
                    certificateFile + " has a key of type " + algorithm + "; RSA or EC would do");
        for (Pem part : Pem.read(file)) {
            if (part.label().equals("ENCRYPTED PRIVATE KEY")) throw Pem.encrypted(file);
            if (!part.label().endsWith("PRIVATE KEY")) continue;
            try {
                byte[] pkcs8 =
                        part.label().equals("PRIVATE KEY")
                                ? part.der()
                                : wrapped(belongs, part.der());
                PrivateKey key =
                        KeyFactory.getInstance(algorithm)
                                .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                if (pair(key, belongs)) return key;
            } catch (GeneralSecurityException e) {
                throw foreign(file, certificateFile, algorithm, e);
            }
            throw foreign(file, certificateFile, algorithm, null);
        }
        throw new IOException(file + " has no private key: no line -----BEGIN PRIVATE KEY-----");
    }

    private static IOException foreign(
            Path file,
            Path certificateFile,
            String algorithm,
            @org.jspecify.annotations.Nullable Exception cause) {
        return new IOException(
                "the key in %s does not belong to the certificate in %s, which has a key of type %s"
                        .formatted(file, certificateFile, algorithm),
                cause);
    }

    private static boolean pair(PrivateKey key, PublicKey belongs) throws GeneralSecurityException {
        String algorithm = belongs.getAlgorithm().equals("EC") ? "ECDSA" : "RSA";
        Signature signature = Signature.getInstance("SHA256with" + algorithm);
        signature.initSign(key);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(belongs);
        signature.update(SAMPLE);
        return signature.verify(signed);
    }

    /// A key as OpenSSL wrote it once (RFC 8017 appendix A.1.2, RFC 5915), as PKCS #8: what that
    /// says of the algorithm, the certificate's key says likewise.
    private static byte[] wrapped(PublicKey belongs, byte[] key) {
        ByteBuffer info = ByteBuffer.wrap(belongs.getEncoded());
        length(info);
        int from = info.position();
        int end = length(info) + info.position();
        byte[] algorithm = new byte[end - from];
        info.get(from, algorithm);
        byte[] version = {2, 1, 0};
        return tagged(0x30, version, algorithm, tagged(0x04, key));
    }

    /// Skips a tag, and reads the length behind it (X.690 section 8.1.3).
    private static int length(ByteBuffer in) {
        in.get();
        int first = in.get() & 0xFF;
        if (first < 0x80) return first;
        int length = 0;
        for (int i = first & 0x7F; i > 0; i--) length = (length << 8) | (in.get() & 0xFF);
        return length;
    }

    private static byte[] tagged(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] part : contents) length += part.length;
        ByteBuffer out = ByteBuffer.allocate(length + 4);
        out.put((byte) tag).put((byte) 0x82).putShort((short) length);
        for (byte[] part : contents) out.put(part);
        return out.array();
    }
}

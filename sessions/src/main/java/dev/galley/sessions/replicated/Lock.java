// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jgroups.protocols.SYM_ENCRYPT;
import org.jgroups.stack.Protocol;

/// Keeps out who does not know the secret: all that nodes say to each other is encrypted and
/// authenticated by ChaCha20-Poly1305 (RFC 8439), with a key that is made of it. JGroups leaves its
/// own headers in the clear.
final class Lock {
    private static final String CIPHER = "ChaCha20-Poly1305";
    private static final int NONCE = 12;

    private Lock() {}

    /// Nothing where there is no secret.
    static List<Protocol> of(Peers peers) throws GeneralSecurityException {
        if (peers.secret() == null) return List.of();
        SYM_ENCRYPT encrypt = new SYM_ENCRYPT();
        encrypt.symAlgorithm(CIPHER).symIvLength(NONCE);
        encrypt.setSecretKey(new SecretKeySpec(key(peers.secret()), CIPHER));
        return List.of(encrypt);
    }

    /// Of nothing else that the secret is used for.
    private static byte[] key(String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return mac.doFinal("galley sessions".getBytes(UTF_8));
    }
}

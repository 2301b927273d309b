// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What both sides of a connection know and nobody else. Never printed.
public final class Secret {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 16;

    private final SecretKeySpec key;

    /// @param bytes 16 at the least, as random as can be
    public Secret(byte[] bytes) {
        if (bytes.length < SHORTEST)
            throw new IllegalArgumentException("a secret has at least 16 bytes");
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /// Whether `claimed` is it; takes as long whatever they have in common.
    public boolean is(byte[] claimed) {
        return MessageDigest.isEqual(key.getEncoded(), claimed);
    }

    /// HMAC-SHA-256 (RFC 2104) of all parts, one after the other.
    byte[] proof(String side, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(side.getBytes(StandardCharsets.US_ASCII));
            for (byte[] part : parts) mac.update(part);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}

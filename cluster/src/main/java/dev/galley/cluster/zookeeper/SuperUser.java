// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

/// Who may do everything at the server in this process: this process. What it makes there is open
/// to nobody else, so that other users of the machine, who reach its port on loopback, can't read
/// it.
final class SuperUser {
    private static final String DIGEST = "zookeeper.DigestAuthenticationProvider.superDigest";

    /// For the process: ZooKeeper reads the property once.
    private static final String PROOF = "super:" + random();

    private SuperUser() {}

    /// Lets the server know it; before it starts.
    static Link.Access access() throws GeneralSecurityException {
        System.setProperty(DIGEST, Link.Access.digest(PROOF));
        return Link.Access.of(PROOF, "nobody:-");
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

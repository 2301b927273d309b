// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import org.jspecify.annotations.Nullable;

/// A ZooKeeper ensemble of the user's. Bare servers are short for `{servers: SERVERS}`.
public record CoordinationConfig(
        @Setting(
                        value = "Where its servers take clients; with tls their secureClientPort.",
                        bare = true)
                Servers servers,
        @Setting("TLS with these servers; absent: none.") @Nullable Tls tls) {
    public CoordinationConfig {
        Rules.check(CoordinationConfig.class, servers, tls);
    }

    /// What is not right with it, though it can be used; null: nothing.
    @Nullable String warning() {
        if (tls != null || servers.addresses().stream().allMatch(Address::isLoopback)) return null;
        return "cluster.coordination has no tls: whoever listens on the way to "
                + servers
                + " learns what lets nodes in";
    }

    /// How the servers are spoken to by TLS. Their certificates must be for the hosts in `servers`.
    public record Tls(
            @Setting("A PEM file: the authorities that the servers' certificates are signed by.")
                    String ca,
            @Setting("A PEM file: the certificate shown to the servers; absent: none.")
                    @Nullable String cert,
            @Setting("A PEM file: its private key.") @Nullable String key) {
        public Tls {
            Rules.check(Tls.class, ca, cert, key);
            if (cert != null && key == null)
                throw new IllegalArgumentException("cert needs its key as well");
            if (key != null && cert == null)
                throw new IllegalArgumentException("key needs its cert as well");
        }
    }
}

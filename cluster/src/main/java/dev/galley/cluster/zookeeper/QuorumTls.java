// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// TLS between the servers of the ensemble. ZooKeeper makes it by its name, so what it gives is
/// kept for the process, which has one such server.
public final class QuorumTls implements Supplier<SSLContext> {
    private static final AtomicReference<@Nullable SSLContext> CONTEXT = new AtomicReference<>();

    public QuorumTls() {}

    @Override
    public SSLContext get() {
        SSLContext context = CONTEXT.get();
        if (context == null) throw new IllegalStateException("there is no TLS between servers");
        return context;
    }

    /// What a server's settings must say to speak it.
    static Map<String, String> settings(SSLContext context) {
        CONTEXT.set(context);
        return Map.of(
                "sslQuorum", "true",
                "ssl.quorum.context.supplier.class", QuorumTls.class.getName(),
                // Whoever has a certificate is a node, wherever it runs.
                "ssl.quorum.hostnameVerification", "false");
    }
}

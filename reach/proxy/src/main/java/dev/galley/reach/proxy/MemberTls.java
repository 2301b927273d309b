// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.MemberTlsConfig;
import dev.galley.net.tls.TlsClient;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How members are spoken to by TLS, by what their pools ask for. Any thread.
public final class MemberTls {
    private final Map<MemberTlsConfig, TlsClient> clients = new ConcurrentHashMap<>();
    private final Consumer<Runnable> later;

    MemberTls(Consumer<Runnable> later) {
        this.later = later;
    }

    /// Reads the files that a pool names, anew if they were read already. To be done before the
    /// pool is used.
    ///
    /// @param config null: the pool asks for no TLS
    /// @throws IOException if a file can't be used; the message says which, and why
    public void prepare(@Nullable MemberTlsConfig config) throws IOException {
        if (config == null) return;
        TlsClient known = clients.get(config);
        if (known == null) clients.put(config, new TlsClient(config, later));
        else known.read();
    }

    /// Lets all go but what these pools ask for.
    public void keep(Collection<MemberTlsConfig> wanted) {
        clients.entrySet()
                .removeIf(known -> {
                    boolean gone = !wanted.contains(known.getKey());
                    if (gone) known.getValue().close();
                    return gone;
                });
    }

    /// What a pool asks for; null: no TLS.
    public @Nullable TlsClient of(@Nullable MemberTlsConfig config) {
        if (config == null) return null;
        TlsClient client = clients.get(config);
        if (client == null) throw new IllegalStateException("prepare() first: " + config);
        return client;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions;

import dev.galley.config.SessionRules;
import dev.galley.config.SessionsConfig;
import dev.galley.sessions.redis.RedisStore;
import dev.galley.sessions.replicated.Peers;
import dev.galley.sessions.replicated.ReplicatedStore;
import org.jspecify.annotations.Nullable;

/// Opens the store that a file asks for. What another one needs is not loaded.
public final class SessionStores {
    private static final String CLUSTER = "galley";

    private SessionStores() {}

    /// Opens it; one that is replicated takes about two seconds for it.
    ///
    /// @param peers where the nodes are, if the file's `sessions` does not say; null: nobody else
    ///   says
    /// @throws SessionException if it can't
    public static SessionStore open(SessionsConfig config, @Nullable Peers peers) {
        SessionLimits limits = limits(config.rules());
        return switch (config) {
            case SessionsConfig.InProcess _ -> new InProcessStore(limits, System::nanoTime);
            case SessionsConfig.Redis redis -> new RedisStore(redis.url(), redis.prefix(), limits);
            case SessionsConfig.Replicated replicated ->
                    ReplicatedStore.join(peers(replicated, peers), replicated.copies(), limits);
        };
    }

    private static SessionLimits limits(SessionRules rules) {
        return new SessionLimits((int) rules.maxSize().bytes(), rules.maxSessions(), rules.ttl());
    }

    private static Peers peers(SessionsConfig.Replicated config, @Nullable Peers others) {
        if (config.bind() != null)
            return new Peers(
                    CLUSTER,
                    config.bind().toString(),
                    config.bind(),
                    config.peers(),
                    config.secret(),
                    null,
                    () -> null);
        if (others != null) return others;
        throw new SessionException(
                "sessions that are replicated need bind and peers: where this node is called, and"
                        + " where all are");
    }
}

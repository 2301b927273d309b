// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.Config;
import dev.galley.config.SessionsConfig;
import dev.galley.pool.persistence.SessionTable;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.sticky.SharedTables;
import dev.galley.web.SharedTotals;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The store of sessions, and what pools tell each other by it: opened when it is first wanted.
/// Changes come from one thread at a time; the status is for any.
final class Sharing {
    /// So long clients wait at the start until it is known what other balancers have chosen.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final @Nullable Cluster cluster;
    private final Presenter presenter;
    private volatile Map<String, SessionTable<?>> tables = Map.of();
    private @Nullable SessionStore store;
    private @Nullable SessionsConfig opened;
    private volatile @Nullable SharedTables sharing;

    Sharing(@Nullable Cluster cluster, Presenter presenter) {
        this.cluster = cluster;
        this.presenter = presenter;
    }

    /// The store that the file asks for.
    ///
    /// @throws StartException if it can't be had
    SessionStore store(Config config) throws StartException {
        SessionStore open = store;
        if (open == null) {
            store = open = SharedSessions.open(config.sessions(), cluster);
            opened = config.sessions();
        }
        return open;
    }

    /// Whether what the file says about sessions differs from what is in use.
    boolean differs(Config next) {
        return store != null && !Objects.equals(opened, next.sessions());
    }

    /// Opens what the file asks for.
    ///
    /// @throws StartException if it can't be had
    void prepare(Config config) throws StartException {
        for (var pool : config.pools().values()) {
            var persistence = pool.persistence();
            if (persistence != null && persistence.isShared()) store(config);
        }
    }

    /// Shares the tables that the site wants to be shared, and no others.
    void take(Site site) {
        Map<String, SessionTable<?>> wanted = new HashMap<>();
        site.pools()
                .forEach((name, watched) -> {
                    var persistence = watched.pool().persistence();
                    if (persistence instanceof SessionTable<?> table && table.isShared())
                        wanted.put(name, table);
                });
        boolean changed = !wanted.equals(tables);
        tables = wanted;
        SharedTables running = sharing;
        if (running == null) {
            if (!wanted.isEmpty()) start();
        } else if (wanted.isEmpty()) {
            running.close();
            sharing = null;
        } else if (changed) {
            running.learnAgain();
        }
    }

    private void start() {
        int longest = (int) Objects.requireNonNull(opened).rules().maxSize().bytes();
        SharedTables started =
                new SharedTables(
                        Objects.requireNonNull(store), longest, () -> tables, presenter::shares);
        sharing = started;
        try {
            started.start(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How it stands with a table; null: it is not shared.
    @Nullable SharedTotals status(SessionTable<?> table) {
        SharedTables running = sharing;
        if (!table.isShared() || running == null) return null;
        String trouble = running.trouble();
        return new SharedTotals(
                trouble.isEmpty() ? null : trouble, table.told(), table.learned(), table.missed());
    }

    void close() {
        SharedTables running = sharing;
        if (running != null) running.close();
        SessionStore open = store;
        if (open != null) open.close();
    }
}

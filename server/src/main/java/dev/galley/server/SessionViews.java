// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.PersistenceConfig;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.persistence.SessionTable;
import dev.galley.web.SessionTotals;
import dev.galley.web.Sessions.PoolSessions;
import dev.galley.web.Sessions.SessionStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions, as the admin API shows them.
final class SessionViews {
    private SessionViews() {}

    static @Nullable SessionTotals totals(Pool pool, Sharing sharing) {
        PersistenceConfig config = pool.config().persistence();
        if (config == null) return null;
        return pool.persistence() instanceof SessionTable<Member> table
                ? new SessionTotals(
                        word(config),
                        table.size(),
                        table.limit(),
                        table.evictions(),
                        sharing.status(table))
                : new SessionTotals(word(config), 0, 0, 0, null);
    }

    /// Some of the sessions of a pool; null if it does not bring clients back.
    static @Nullable PoolSessions page(Pool pool, Sharing sharing, int offset, int limit) {
        SessionTotals totals = totals(pool, sharing);
        if (totals == null) return null;
        List<SessionStatus> sessions =
                pool.persistence() instanceof SessionTable<Member> table
                        ? table.sessions(offset, limit).stream().map(SessionViews::session).toList()
                        : List.of();
        return new PoolSessions(pool.name(), totals, sessions);
    }

    private static SessionStatus session(SessionTable.Session session) {
        return new SessionStatus(session.key(), session.member(), session.idle().toMillis() / 1e3);
    }

    /// The word of the file.
    private static String word(PersistenceConfig config) {
        return switch (config) {
            case PersistenceConfig.Cookie _ -> "cookie";
            case PersistenceConfig.Source _ -> "source";
            case PersistenceConfig.Destination _ -> "destination";
            case PersistenceConfig.AppCookie _ -> "app-cookie";
            case PersistenceConfig.Url _ -> "url";
            case PersistenceConfig.Header _ -> "header";
            case PersistenceConfig.Form _ -> "form";
            case PersistenceConfig.Table _ -> "table";
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.PersistenceConfig;
import dev.galley.config.TableLimits;
import dev.galley.pool.persistence.AddressClue;
import dev.galley.pool.persistence.Clue;
import dev.galley.pool.persistence.CookieSeal;
import dev.galley.pool.persistence.Members;
import dev.galley.pool.persistence.Persistence;
import dev.galley.pool.persistence.SessionKey;
import dev.galley.pool.persistence.SessionTable;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A pool's choice for clients that may have a session at a member.
final class Sessions {
    private Sessions() {}

    /// What the configuration asks for. A table of the same kind goes on with what it has, and
    /// cookies stay good while their secret is the same.
    static @Nullable Persistence<Member> of(
            Pool pool,
            @Nullable PersistenceConfig config,
            @Nullable Persistence<Member> before,
            LongSupplier clock) {
        return switch (config) {
            case null -> null;
            case PersistenceConfig.Cookie cookie -> cookie(pool, cookie, before);
            default -> table(pool, config, before, clock);
        };
    }

    /// The members of a pool, as its session table asks about them.
    private record Known(Pool pool) implements Members<Member> {
        @Override
        public String name(Member member) {
            return member.name();
        }

        @Override
        public @Nullable Member named(String name) {
            return pool.member(name);
        }

        @Override
        public boolean gone(Member member) {
            return member.retired();
        }
    }

    private static Persistence<Member> cookie(
            Pool pool, PersistenceConfig.Cookie config, @Nullable Persistence<Member> before) {
        if (before instanceof CookieSeal<Member> seal && seal.reconfigure(config)) return seal;
        return new CookieSeal<>(
                config,
                pool.name(),
                () -> pool.snapshot().roll(),
                Member::name,
                InstantSource.system());
    }

    private static @Nullable Persistence<Member> table(
            Pool pool,
            PersistenceConfig config,
            @Nullable Persistence<Member> before,
            LongSupplier clock) {
        TableLimits limits = config.table();
        if (limits == null) return null;
        if (!(before instanceof SessionTable<Member> table
                && table.config().getClass() == config.getClass()))
            return new SessionTable<>(
                    config, limits, new Known(pool), clock, InstantSource.system());
        table.reconfigure(config, limits);
        return table;
    }

    static @Nullable SessionKey key(
            SessionTable<Member> table, InetAddress source, InetAddress destination) {
        for (Clue clue : table.clues())
            if (clue instanceof AddressClue which)
                return table.key(which == AddressClue.SOURCE ? source : destination);
        return null;
    }

    /// The member that has the client's session; null: none has, or it has none.
    static @Nullable Member kept(@Nullable Persistence<Member> sessions, Ask ask) {
        return switch (sessions) {
            case null -> null;
            case CookieSeal<Member> _ -> ask.kept();
            case SessionTable<Member> table -> find(table, ask.session());
        };
    }

    private static @Nullable Member find(SessionTable<Member> table, @Nullable SessionKey key) {
        return key == null ? null : table.find(key);
    }

    static @Nullable Lease choose(Pool pool, Persistence<Member> sessions, Ask ask) {
        SessionTable<Member> table = sessions instanceof SessionTable<Member> t ? t : null;
        SessionKey key = table == null ? null : ask.session();
        Member has = table == null ? ask.kept() : find(table, key);
        boolean stays = has != null && stays(has, ask);
        if (has != null && stays && has.acquire()) return new Lease(pool, has);
        Lease chosen = pool.byPolicy(ask);
        if (table == null || key == null || chosen == null || stays) return chosen;
        Member owner = table.move(key, has, chosen.member());
        return owner == chosen.member() ? chosen : follow(pool, owner, chosen, ask);
    }

    /// Whether a session remains at the member that has it, as far as this request knows.
    private static boolean stays(Member has, Ask ask) {
        return has.keeping && !ask.tried(has);
    }

    /// Another request of the same session was faster: where that went, this one goes.
    private static Lease follow(Pool pool, Member owner, Lease chosen, Ask ask) {
        if (!stays(owner, ask) || !owner.acquire()) return chosen;
        chosen.close(Outcome.ABANDONED, 0);
        return new Lease(pool, owner);
    }
}

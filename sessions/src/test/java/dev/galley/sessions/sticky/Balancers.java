// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.sticky;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.PersistenceConfig;
import dev.galley.config.Shared;
import dev.galley.config.TableLimits;
import dev.galley.pool.persistence.Members;
import dev.galley.pool.persistence.SessionKey;
import dev.galley.pool.persistence.SessionTable;
import dev.galley.sessions.InProcessStore;
import dev.galley.sessions.SessionLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Balancers with one store and one clock, which does what it is told.
final class Balancers {
    static final int LONGEST = 1024;
    private static final long EPOCH = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();

    /// In nanoseconds.
    long now = Long.MAX_VALUE - 1_000_000_000;

    private final long start = now;
    InProcessStore store = store();
    private final TableLimits limits;

    Balancers(Duration ttl, int size) {
        limits = new TableLimits(ttl, size, Shared.ON);
    }

    private InProcessStore store() {
        SessionLimits kept = new SessionLimits(LONGEST, 1_000_000, Duration.ofMinutes(30));
        return new InProcessStore(kept, () -> now);
    }

    void pass(Duration time) {
        now += time.toNanos();
    }

    /// The store loses all that it has.
    void wipe() {
        store.close();
    }

    /// A balancer, with what it says of the store.
    class Balancer implements Members<String> {
        final Set<String> unknown = new HashSet<>();
        final List<String> said = new ArrayList<>();
        boolean away;
        boolean shared = true;
        final SessionTable<String> table;
        final SharedTables tables;

        /// @param ahead how much its clock is ahead of the others'
        Balancer(Duration ahead) {
            var config = new PersistenceConfig.AppCookie("JSESSIONID", limits);
            table =
                    new SessionTable<>(
                            config,
                            limits,
                            this,
                            () -> now,
                            () -> {
                                Duration passed = Duration.ofNanos(now - start);
                                return Instant.ofEpochMilli(EPOCH).plus(passed).plus(ahead);
                            });
            tables =
                    new SharedTables(
                            new Shaky(store, () -> fails()),
                            LONGEST,
                            () -> shared ? Map.of("web", table) : Map.of(),
                            said::add);
        }

        Balancer() {
            this(Duration.ZERO);
        }

        boolean fails() {
            return away;
        }

        /// What its thread does.
        void turn() {
            try {
                tables.turn();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        SessionKey key(String id) {
            byte[] bytes = id.getBytes(UTF_8);
            return table.key(bytes, 0, bytes.length);
        }

        @Nullable String find(String id) {
            return table.find(key(id));
        }

        /// A request whose session goes to another member.
        String move(String id, String to) {
            return table.move(key(id), find(id), to);
        }

        /// What an operator sees.
        Map<String, String> shown() {
            Map<String, String> all = new HashMap<>();
            table.sessions(0, Integer.MAX_VALUE)
                    .forEach(session -> all.put(session.key(), session.member()));
            return all;
        }

        @Override
        public String name(String member) {
            return member;
        }

        @Override
        public @Nullable String named(String name) {
            return unknown.contains(name) ? null : name;
        }

        @Override
        public boolean gone(String member) {
            return false;
        }
    }
}

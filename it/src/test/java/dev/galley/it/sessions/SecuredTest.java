// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.cluster.trust.Trust;
import dev.galley.config.Address;
import dev.galley.config.PersistenceConfig;
import dev.galley.config.Shared;
import dev.galley.config.TableLimits;
import dev.galley.it.net.Ports;
import dev.galley.pool.persistence.Members;
import dev.galley.pool.persistence.SessionKey;
import dev.galley.pool.persistence.SessionTable;
import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionLimits;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.replicated.Peers;
import dev.galley.sessions.replicated.ReplicatedStore;
import dev.galley.sessions.sticky.SharedTables;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Replication as the nodes of a cluster do it: by TLS, with what follows from its secret.
class SecuredTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<Address> all = new ArrayList<>();
    private final List<SessionStore> stores = new ArrayList<>();

    @AfterEach
    void close() {
        stores.forEach(SessionStore::close);
    }

    private SessionStore join(int node, String secret) throws GeneralSecurityException {
        Peers peers =
                new Peers(
                        "shop",
                        "n" + node,
                        all.get(node),
                        all,
                        null,
                        Trust.ofSecret("shop", secret),
                        () -> null);
        SessionStore store = ReplicatedStore.join(peers, 2, new SessionLimits(1000, 1000, MINUTE));
        stores.add(store);
        return store;
    }

    private void addresses(int count) {
        for (int i = 0; i < count; i++) all.add(new Address("127.0.0.1", Ports.free(2)));
    }

    @Test
    void whoKnowsTheSecretHasTheSessionsAndAStrangerHasNot() throws Exception {
        addresses(3);
        SessionStore first = join(0, "the secret of the shop");
        SessionStore second = join(1, "the secret of the shop");
        await().atMost(MINUTE).until(() -> first.ready() && second.ready());
        assertThat(first.create("a", "tea".getBytes(UTF_8), MINUTE)).isPositive();
        assertThat(second.get("a").value()).asString().isEqualTo("tea");
        aChoiceAtOneNodeIsKnownAtTheOther(first, second);
        SessionStore stranger = join(2, "another secret than it");
        assertThatThrownBy(() -> stranger.get("a")).isInstanceOf(SessionException.class);
        assertThat(second.get("a").value()).asString().isEqualTo("tea");
    }

    /// Two balancers that share a session table by these stores.
    private static void aChoiceAtOneNodeIsKnownAtTheOther(SessionStore first, SessionStore second)
            throws InterruptedException {
        SessionTable<String> here = table(), there = table();
        try (SharedTables one = sharing(first, here);
                SharedTables two = sharing(second, there)) {
            one.start(MINUTE);
            two.start(MINUTE);
            for (int i = 0; i < 50; i++) here.move(key(here, "h" + i), null, "m1");
            for (int i = 0; i < 50; i++) there.move(key(there, "t" + i), null, "m2");
            await().atMost(MINUTE).until(() -> here.size() == 100 && there.size() == 100);
            assertThat(there.find(key(there, "h7"))).isEqualTo("m1");
            assertThat(here.find(key(here, "t7"))).isEqualTo("m2");
        }
    }

    private static SharedTables sharing(SessionStore store, SessionTable<String> table) {
        return new SharedTables(store, 1000, () -> Map.of("web", table), _ -> {});
    }

    private static SessionKey key(SessionTable<String> table, String id) {
        byte[] bytes = id.getBytes(UTF_8);
        return table.key(bytes, 0, bytes.length);
    }

    private static SessionTable<String> table() {
        TableLimits limits = new TableLimits(MINUTE, 1000, Shared.ON);
        return new SessionTable<>(
                new PersistenceConfig.Header("X-User", limits),
                limits,
                new Anybody(),
                System::nanoTime,
                InstantSource.system());
    }

    /// Members that are names.
    private record Anybody() implements Members<String> {
        @Override
        public String name(String member) {
            return member;
        }

        @Override
        public String named(String name) {
            return name;
        }

        @Override
        public boolean gone(String member) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.cluster.trust.Trust;
import dev.galley.config.Address;
import dev.galley.it.net.Ports;
import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionLimits;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.replicated.Peers;
import dev.galley.sessions.replicated.ReplicatedStore;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
                        Trust.ofSecret("shop", secret));
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
        SessionStore stranger = join(2, "another secret than it");
        assertThatThrownBy(() -> stranger.get("a")).isInstanceOf(SessionException.class);
        assertThat(second.get("a").value()).asString().isEqualTo("tea");
    }
}

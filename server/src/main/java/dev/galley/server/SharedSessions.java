// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cluster.Membership;
import dev.galley.cluster.Node;
import dev.galley.cluster.trust.Trust;
import dev.galley.config.Address;
import dev.galley.config.AppTlsConfig;
import dev.galley.config.ClusterConfig;
import dev.galley.config.SessionsConfig;
import dev.galley.sessions.InProcessStore;
import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionLimits;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.SessionStores;
import dev.galley.sessions.replicated.Peers;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The store of sessions that the file asks for; where it says nothing, one in this process.
final class SharedSessions {
    /// Where nodes replicate sessions to each other, counted from where they are called.
    private static final int PORT = 4;

    private static final SessionLimits LIMITS =
            new SessionLimits(1 << 20, 1_000_000, Duration.ofMinutes(30));

    private SharedSessions() {}

    /// @throws StartException if it can't be had
    static SessionStore open(@Nullable SessionsConfig said, @Nullable Cluster cluster)
            throws StartException {
        try {
            return said == null
                    ? new InProcessStore(LIMITS, System::nanoTime)
                    : SessionStores.open(said, peers(said, cluster));
        } catch (SessionException | IOException | GeneralSecurityException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    /// The nodes of the cluster, where the file's `sessions` leaves it to that.
    private static @Nullable Peers peers(SessionsConfig said, @Nullable Cluster cluster)
            throws IOException, GeneralSecurityException {
        if (cluster == null
                || !(said instanceof SessionsConfig.Replicated replicated)
                || replicated.bind() != null) return null;
        ClusterConfig config = cluster.config();
        Membership membership = cluster.coordination().membership();
        Node self = membership.self();
        List<Address> all =
                config.carriers(self.address()).stream().map(SharedSessions::beside).toList();
        return new Peers(
                config.name(),
                self.name(),
                beside(self.address()),
                all,
                null,
                tls(config),
                () -> members(membership));
    }

    /// None, if this node is not one of them; null: it cannot say who they are.
    private static @Nullable Set<String> members(Membership membership) {
        return switch (membership.standing()) {
            case MEMBER -> membership.members().keySet();
            case OUT -> Set.of();
            case JOINING, ALONE -> null;
        };
    }

    private static Address beside(Address node) {
        return new Address(node.host(), node.port() + PORT);
    }

    private static @Nullable SSLContext tls(ClusterConfig config)
            throws IOException, GeneralSecurityException {
        AppTlsConfig tls = config.tls();
        if (tls != null) return Trust.ofFiles(tls.cert(), tls.key(), tls.ca());
        return config.secret() == null ? null : Trust.ofSecret(config.name(), config.secret());
    }
}

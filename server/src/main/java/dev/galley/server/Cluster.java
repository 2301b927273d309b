// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cli.Version;
import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Node;
import dev.galley.cluster.Standing;
import dev.galley.cluster.placement.Report;
import dev.galley.cluster.trust.Authority;
import dev.galley.cluster.zookeeper.ZooKeeperCoordination;
import dev.galley.config.Address;
import dev.galley.config.AppConfig;
import dev.galley.config.ClusterConfig;
import dev.galley.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cluster that this process is a node of.
record Cluster(ClusterConfig config, Coordination coordination) {
    private static final Duration JOINING = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(20);

    /// Begins to join; null: the file has none.
    ///
    /// @param node which of its nodes this is
    /// @throws StartException if this machine can't take part
    static @Nullable Cluster of(Config file, @Nullable String node, Presenter presenter)
            throws StartException {
        ClusterConfig config = file.cluster();
        if (config == null || node == null) return null;
        try {
            Address bind = config.bindOf(Cluster::isOwn);
            Node self = new Node(node, bind, config.labels(), Version.current());
            Coordination coordination = ZooKeeperCoordination.start(config, self);
            coordination.membership().watch(presenter::stands);
            return new Cluster(config, coordination);
        } catch (IllegalArgumentException | CoordinationException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    /// As `galley cluster init` says.
    ///
    /// @throws IOException if it can't, with a sentence
    static void certify(Path folder, String cluster, String node, List<String> hosts)
            throws IOException {
        try {
            Instant now = Instant.now();
            Authority.in(folder, cluster, now).certify(node, hosts, now);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot certify " + node + ": " + e.getMessage(), e);
        }
    }

    /// Whether clients should come here, as far as the cluster is concerned.
    boolean ready() {
        return coordination.membership().standing().ready();
    }

    /// Waits until this node is a member and has heard what the others run: who came before would
    /// find pools of modules empty. A cluster that does not answer keeps nobody waiting for long.
    ///
    /// @param placed whether they tell
    void await(boolean placed) {
        long start = System.nanoTime();
        try {
            while (!knows(placed) && System.nanoTime() - start < JOINING.toNanos())
                Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean knows(boolean placed) {
        var membership = coordination.membership();
        var others = new HashSet<>(membership.members().keySet());
        boolean here = others.remove(membership.self().name());
        return here
                && membership.standing() == Standing.MEMBER
                && (!placed
                        || Report.all(coordination.registry().instances())
                                .keySet()
                                .containsAll(others));
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /// A program, as this node has it.
    AppConfig of(AppConfig app) {
        Node self = coordination.membership().self();
        return app.within(self.name(), self.address(), config.secret(), config.tls());
    }
}

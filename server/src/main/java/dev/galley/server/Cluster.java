// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cli.Version;
import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Node;
import dev.galley.cluster.zookeeper.ZooKeeperCoordination;
import dev.galley.config.Address;
import dev.galley.config.AppConfig;
import dev.galley.config.ClusterConfig;
import dev.galley.config.Config;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/// The cluster that this process is a node of.
record Cluster(ClusterConfig config, Coordination coordination) {
    /// Begins to join; null: the file has none.
    ///
    /// @param node which of its nodes this is
    /// @throws StartException if this machine can't take part
    static @Nullable Cluster of(Config file, @Nullable String node) throws StartException {
        ClusterConfig config = file.cluster();
        if (config == null || node == null) return null;
        try {
            Address bind = config.bindOf(Cluster::isOwn);
            Node self = new Node(node, bind, config.labels(), Version.current());
            return new Cluster(config, ZooKeeperCoordination.start(config, self));
        } catch (IllegalArgumentException | CoordinationException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
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

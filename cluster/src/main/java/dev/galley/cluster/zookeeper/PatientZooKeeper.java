// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import java.io.IOException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.client.ZKClientConfig;

/// A session that lasts until the ensemble says that it has ended. Curator would end it itself when
/// it has been without a connection for as long as a session: on all nodes at once, when the
/// ensemble has no leader for a while, in which it ends no session. So it is told of a longer one.
/// How long this node may count on the session, the {@link Lease} says.
@SuppressWarnings("try") // That close() can be interrupted is how ZooKeeper has it.
final class PatientZooKeeper extends ZooKeeperAdmin {
    private static final int PATIENCE_MILLIS = 60_000;

    PatientZooKeeper(
            String servers,
            int sessionMillis,
            Watcher watcher,
            boolean readOnly,
            ZKClientConfig settings)
            throws IOException {
        super(servers, sessionMillis, watcher, readOnly, settings);
    }

    @Override
    public int getSessionTimeout() {
        return PATIENCE_MILLIS;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cluster.upgrade.Upgrader;
import dev.galley.server.Launch.Successor;
import org.jspecify.annotations.Nullable;

/// The part of this process in upgrades of the cluster, and what comes after it. Any thread.
final class Succession {
    private volatile @Nullable Upgrader upgrader;
    private volatile @Nullable Successor successor;

    /// @param placing null: it runs no modules
    void begin(Galley galley, Launch launch, Cluster cluster, @Nullable Placing placing) {
        var process = new Replacing(galley, launch.known(), cluster, placing);
        upgrader = new Upgrader(cluster.coordination(), process);
    }

    /// That one is to be in the place of this process when it has stopped.
    void is(Successor next) {
        successor = next;
    }

    /// Nobody is: it was told to stop, meanwhile or before.
    void none() {
        successor = null;
    }

    /// Null: nobody is.
    @Nullable Successor successor() {
        return successor;
    }

    /// Takes part no more.
    void close() {
        Upgrader parting = upgrader;
        if (parting != null) parting.close();
    }
}

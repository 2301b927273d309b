// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cluster.upgrade.Upgrader;
import dev.galley.config.AppConfig;
import dev.galley.server.Launch.Successor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The part of this process in upgrades of the cluster, and what comes after it. Any thread.
final class Succession {
    private final Map<Path, Imprint> own = new ConcurrentHashMap<>();
    private volatile @Nullable Upgrader upgrader;
    private volatile @Nullable Successor successor;

    /// @param placing null: it runs no modules
    void begin(Galley galley, Launch launch, Cluster cluster, @Nullable Placing placing) {
        Imprint jar = launch.own();
        if (jar != null) runs(jar);
        AppConfig app = galley.site().config().app();
        if (app != null) app.classpath().forEach(entry -> runs(Imprint.of(Path.of(entry))));
        var process = new Replacing(galley, launch.known(), cluster, placing);
        upgrader = new Upgrader(cluster.coordination(), process);
    }

    /// That this process runs a file as it was then.
    void runs(Imprint file) {
        own.put(file.path(), file);
    }

    /// All such files.
    List<Imprint> own() {
        return List.copyOf(own.values());
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

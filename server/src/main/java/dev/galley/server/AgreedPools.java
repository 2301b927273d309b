// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cluster.Listening;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Settings.Version;
import dev.galley.config.Config;
import dev.galley.config.bind.ConfigException;
import dev.galley.config.bind.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The pools that the nodes of a cluster have agreed on, in the place of those of their files. A
/// node takes them when it hears of them; one that cannot goes on with those that it had. Any
/// thread.
final class AgreedPools implements AutoCloseable {
    /// Their name among the settings.
    static final String TEXT = "pools";

    private final @Nullable Settings settings;
    private volatile Config own;
    private volatile long taken;
    private volatile @Nullable Listening listening;
    private long heard;

    /// @param own what the file says
    AgreedPools(@Nullable Cluster cluster, Config own) {
        this.settings = cluster == null ? null : cluster.coordination().settings();
        this.own = own;
    }

    /// What a node runs.
    ///
    /// @param version of the agreed pools; 0: there are none
    record Agreed(Config own, Config whole, long version) {}

    /// What to begin with: those that are known already, as to a node that takes another one's
    /// place, if they fit.
    Config begin() {
        try {
            Agreed now = again();
            taken(now);
            return now.whole();
        } catch (StartException e) {
            return own;
        }
    }

    /// The file that was taken last, with the pools of now.
    ///
    /// @throws StartException if they do not fit
    Agreed again() throws StartException {
        return over(own);
    }

    /// A file with the pools of now.
    ///
    /// @throws StartException if they do not fit
    Agreed over(Config file) throws StartException {
        Version newest = settings == null ? null : settings.newest(TEXT);
        return newest == null
                ? new Agreed(file, file, 0)
                : new Agreed(
                        file, over(file, newest.text(), name(newest.number())), newest.number());
    }

    private static String name(long version) {
        return "pools of the cluster, version " + version;
    }

    /// @param name what problems call the text
    /// @throws StartException with all that is wrong with it
    static Config over(Config file, String text, String name) throws StartException {
        try {
            return file.withPools(name, text, System.getenv());
        } catch (ConfigException e) {
            throw new StartException(e.problems().stream().map(Problem::toString).toList());
        }
    }

    /// It serves from now on.
    void taken(Agreed now) {
        own = now.own();
        taken = now.version();
    }

    /// The version that serves here; 0: the pools are those of the file.
    long version() {
        return taken;
    }

    /// Has each new version taken, on a thread of its own; first the one that there is, if any.
    void follow(Runnable take) {
        if (settings != null) listening = settings.listen(all -> heard(all, take));
    }

    private void heard(Map<String, Version> all, Runnable take) {
        Version newest = all.get(TEXT);
        if (newest == null || newest.number() == heard) return;
        heard = newest.number();
        Thread.ofVirtual().name("pools").start(take);
    }

    @Override
    public void close() {
        Listening last = listening;
        if (last != null) last.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cli.Mode;
import dev.galley.config.AppConfig;
import dev.galley.config.ClusterConfig;
import dev.galley.config.Config;
import org.jspecify.annotations.Nullable;

/// The processes that one file is for.
final class Nodes {
    private Nodes() {}

    /// Which of them this one is; null: there are no others.
    ///
    /// @throws StartException if it is none of them, or nobody says which
    static @Nullable String own(Config config, Mode mode) throws StartException {
        AppConfig app = config.app();
        ClusterConfig cluster = config.cluster();
        String told = mode.node();
        if (app == null && cluster == null && told != null)
            throw new StartException("--node " + told + " is none of the nodes: there is no app");
        try {
            if (cluster != null) return cluster.nodeOf(told, System.getenv());
            return app == null ? null : app.nodeOf(told, System.getenv());
        } catch (IllegalArgumentException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }
}

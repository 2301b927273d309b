// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the whole file says about where modules run.
final class Placements {
    private Placements() {}

    /// What is wrong with it: a sentence each, which begins with the path of the key.
    static List<String> faults(
            Map<String, PoolConfig> pools,
            @Nullable AppConfig app,
            @Nullable ClusterConfig cluster) {
        List<String> faults = new ArrayList<>();
        if (app != null && cluster != null) twice(app, faults);
        if (app != null && cluster == null)
            app.modules()
                    .forEach((name, module) -> {
                        if (module.scale() != null)
                            faults.add(
                                    "app.modules.%s.scale takes a cluster, whose nodes run more"
                                                    .formatted(name)
                                            + " of it; without one, run more processes");
                        else if (module.isPlaced())
                            faults.add(
                                    "app.modules.%s says where it is to run, which takes a cluster;"
                                                    .formatted(name)
                                            + " without one, app.nodes says it");
                    });
        boolean known = app != null && (cluster != null || app.nodes().isEmpty());
        if (!known) pools.forEach((name, pool) -> unknown(name, pool, app, faults));
        return faults;
    }

    /// What both could say.
    private static void twice(AppConfig app, List<String> faults) {
        if (!app.nodes().isEmpty())
            faults.add("app.nodes the nodes of a cluster are not listed; drop it, or the cluster");
        if (app.node() != null) faults.add("app.node in a cluster it is cluster.node");
        if (app.secret() != null) faults.add("app.secret in a cluster it is cluster.secret");
        if (app.tls() != null) faults.add("app.tls in a cluster it is cluster.tls");
    }

    private static void unknown(
            String name, PoolConfig pool, @Nullable AppConfig app, List<String> faults) {
        for (int i = 0; i < pool.members().size(); i++)
            if (pool.members().get(i).module() != null)
                faults.add(
                        "pools.%s.members[%d].module where a module serves is %s"
                                .formatted(
                                        name,
                                        i,
                                        app == null
                                                ? "not known without an app"
                                                : "known in one process or a cluster, not among"
                                                        + " app.nodes; write addresses"));
    }
}

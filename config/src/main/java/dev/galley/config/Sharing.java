// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the whole file says about balancers that share clients.
final class Sharing {
    private Sharing() {}

    /// What is wrong with it: a sentence each, which begins with the path of the key.
    static List<String> faults(
            Map<String, PoolConfig> pools,
            @Nullable SessionsConfig sessions,
            @Nullable ClusterConfig cluster) {
        String missing = missing(sessions, cluster);
        List<String> faults = new ArrayList<>();
        if (missing != null)
            pools.forEach((name, pool) -> {
                if (pool.persistence() != null && pool.persistence().isShared())
                    faults.add("pools." + name + ".persistence.shared " + missing);
            });
        return faults;
    }

    private static @Nullable String missing(
            @Nullable SessionsConfig sessions, @Nullable ClusterConfig cluster) {
        return switch (sessions) {
            case SessionsConfig.Redis _ -> null;
            case SessionsConfig.Replicated replicated ->
                    replicated.bind() != null || cluster != null
                            ? null
                            : "needs sessions.bind and sessions.peers, or a cluster: where the"
                                    + " balancers that share it are";
            case SessionsConfig.InProcess _ -> "needs a store" + INSTEAD;
            case null -> "needs sessions: a store" + INSTEAD;
        };
    }

    private static final String INSTEAD =
            " that all balancers reach, such as sessions: {store: redis, url:"
                    + " \"redis://HOST:6379\"} or {store: replicated, bind: ..., peers: [...]};"
                    + " in-process ends with"
                    + " each";

    /// The pools as they are in a cluster: cookies that name no secret of their own are sealed by
    /// the cluster's, so that each node opens those of the others.
    static Map<String, PoolConfig> sealed(
            Map<String, PoolConfig> pools, @Nullable ClusterConfig cluster) {
        String secret = cluster == null ? null : cluster.secret();
        if (secret == null) return pools;
        Map<String, PoolConfig> sealed = new LinkedHashMap<>();
        pools.forEach((name, pool) -> sealed.put(name, pool.sealedBy(secret)));
        return sealed;
    }

    /// What can be used, but is not what is meant.
    static List<String> warnings(Config config) {
        boolean several = config.cluster() != null || !config.virtualAddresses().isEmpty();
        List<String> warnings = new ArrayList<>();
        config.pools()
                .forEach((name, pool) -> {
                    if (several
                            && pool.persistence() instanceof PersistenceConfig.Cookie cookie
                            && cookie.secret() == null)
                        warnings.add(
                                "pools."
                                        + name
                                        + ".persistence: without a secret, each process seals its"
                                        + " cookies by a key of its own, and takes none of"
                                        + " another's; give all of them the same secret");
                });
        return warnings;
    }
}

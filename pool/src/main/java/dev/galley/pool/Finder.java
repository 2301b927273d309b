// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.Address;
import dev.galley.config.PoolConfig;
import dev.galley.pool.found.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Follows the names of a pool whose addresses are members: looks each up when its TTL is over. The
/// thread of {@link Watch} plans the lookups, each runs on a virtual thread.
///
/// A name that leads nowhere, or of which nobody can tell, empties no pool: what it led to last
/// stays, and it is asked for again after 1 s, 2 s, 4 s and so on, up to 30 s.
final class Finder {
    private final Pool pool;
    private final Map<FoundBy.Name, Search> searches = new HashMap<>();
    private volatile Names names;

    Finder(Pool pool, List<Address> resolvers) {
        this.pool = pool;
        this.names = new Names(resolvers);
    }

    /// Asks these from now on.
    void resolvers(List<Address> resolvers) {
        names = new Names(resolvers);
    }

    /// Starts what is due, and ends what is in the configuration no more.
    void tick(PoolConfig config) {
        Set<FoundBy.Name> wanted =
                config.members().stream()
                        .map(FoundBy::of)
                        .filter(FoundBy.Name.class::isInstance)
                        .map(FoundBy.Name.class::cast)
                        .collect(Collectors.toSet());
        searches.keySet().removeIf(by -> !wanted.contains(by));
        long now = System.nanoTime();
        for (FoundBy.Name by : wanted)
            searches.computeIfAbsent(by, b -> new Search(pool, b, now)).startIfDue(now, names);
    }

    /// Looks all names up, and waits for the answers, which are limited in time.
    void first(PoolConfig config) throws InterruptedException {
        tick(config);
        List<Search> begun = new ArrayList<>(searches.values());
        for (Search search : begun) search.join();
    }

    /// How long until the next lookup after so many failures in a row.
    static Duration pause(int failures) {
        return Duration.ofSeconds(Math.min(30, 1L << Math.min(failures - 1, 5)));
    }
}

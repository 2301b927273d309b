// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.Address;
import dev.galley.pool.found.Found;
import dev.galley.pool.found.Names;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The lookups of one name, one after the other. The thread of {@link Watch} starts them.
final class Search {
    private static final System.Logger LOG = System.getLogger(Search.class.getName());
    private static final Duration SHORTEST = Duration.ofSeconds(1), LONGEST = Duration.ofHours(1);

    private final Pool pool;
    private final FoundBy.Name by;
    private @Nullable Thread thread;
    private volatile long due;
    private volatile boolean running;
    private int failures;

    /// @param due when the first lookup is to be, by `System.nanoTime()`
    Search(Pool pool, FoundBy.Name by, long due) {
        this.pool = pool;
        this.by = by;
        this.due = due;
    }

    void startIfDue(long now, Names names) {
        if (running || now - due < 0) return;
        running = true;
        thread = Thread.ofVirtual().name("find-" + by).start(() -> run(names));
    }

    void join() throws InterruptedException {
        if (thread != null) thread.join();
    }

    private void run(Names names) {
        Duration pause;
        try {
            Found found = names.find(by.name(), by.port());
            pool.found(by, found.whole() ? found.addresses() : added(found.addresses()));
            if (failures > 0) tell(System.Logger.Level.INFO, "is found again");
            failures = 0;
            pause = bounded(found.ttl());
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
            pause = Finder.pause(failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        due = System.nanoTime() + pause.toNanos();
        running = false;
    }

    /// Half an answer takes nobody away.
    private List<Address> added(List<Address> some) {
        Set<Address> all = new LinkedHashSet<>(pool.found(by));
        all.addAll(some);
        return List.copyOf(all);
    }

    private void failed(String why) {
        int stay = pool.found(by).size();
        String kept = stay == 0 ? "it has brought no members yet" : "its " + stay + " members stay";
        if (failures++ == 0) tell(System.Logger.Level.WARNING, why + "; " + kept);
    }

    private void tell(System.Logger.Level level, String what) {
        LOG.log(level, "pool " + pool.name() + ": " + by + ": " + what);
    }

    private static Duration bounded(Duration ttl) {
        if (ttl.compareTo(SHORTEST) < 0) return SHORTEST;
        return ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
    }
}

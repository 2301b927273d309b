// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.net.Way;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Listeners that are no more, until what is under way on them has ended.
final class Leaving {
    private final ReentrantLock changing;
    private final Set<Way> ways = new HashSet<>();

    /// @param changing held by who calls this
    Leaving(ReentrantLock changing) {
        this.changing = changing;
    }

    /// What is under way on it ends in peace, however long it takes.
    void add(Way way) {
        ways.add(way);
        way.drain();
        Thread.ofVirtual()
                .name("leave")
                .start(() -> {
                    if (Clients.gone(List.of(way), Duration.ofNanos(Long.MAX_VALUE))) left(way);
                });
    }

    private void left(Way way) {
        changing.lock();
        try {
            if (ways.remove(way)) way.close();
        } finally {
            changing.unlock();
        }
    }

    /// All of them; whoever has them closes them.
    Set<Way> take() {
        Set<Way> all = Set.copyOf(ways);
        ways.clear();
        return all;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.net.Way;
import java.time.Duration;
import java.util.List;

/// Those who are connected to listeners.
final class Clients {
    private static final Duration LOOK = Duration.ofMillis(10);

    private Clients() {}

    /// Waits until nobody is connected.
    ///
    /// @return whether it came to that within the limit
    static boolean gone(List<Way> ways, Duration limit) {
        long start = System.nanoTime();
        try {
            while (ways.stream().anyMatch(way -> way.gauges().connections() > 0)) {
                if (System.nanoTime() - start > limit.toNanos()) return false;
                Thread.sleep(LOOK);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

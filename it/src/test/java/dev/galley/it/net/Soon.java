// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.net;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/// Waits for what happens on another thread.
public final class Soon {
    private Soon() {}

    /// Until it is so; 30 s at the most.
    public static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
    }
}

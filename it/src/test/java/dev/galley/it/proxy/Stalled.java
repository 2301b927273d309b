// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;

/// Waits for something to come to rest.
final class Stalled {
    private static final int LOOKS = 5;

    private Stalled() {}

    /// Until the value was the same five times running, 50 ms apart; 30 s at the most.
    static void until(LongSupplier value) {
        AtomicLong last = new AtomicLong(-1);
        AtomicInteger same = new AtomicInteger();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    long now = value.getAsLong();
                    same.set(last.getAndSet(now) == now ? same.get() + 1 : 0);
                    return same.get() == LOOKS;
                });
    }
}

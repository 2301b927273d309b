// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.net.Gauges;
import dev.galley.net.Loops;
import dev.galley.pool.Traffic;
import dev.galley.reach.proxy.Termination;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What a relay counts. Any thread, but for the traffic.
final class Book {
    private final Traffic traffic;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder retries = new LongAdder();
    private final Map<Termination, LongAdder> ends = new EnumMap<>(Termination.class);

    /// @param loops that write
    Book(Loops loops) {
        this.traffic = new Traffic(loops.writers());
        for (Termination how : Termination.values()) ends.put(how, new LongAdder());
    }

    Traffic traffic() {
        return traffic;
    }

    /// Whether one more session may be open; if so it is counted.
    boolean admit(int most) {
        if (open.incrementAndGet() <= most) return true;
        open.decrementAndGet();
        return false;
    }

    /// A session that was admitted is over.
    void ended(Termination how) {
        open.decrementAndGet();
        LongAdder count = ends.get(how);
        if (count != null) count.increment();
    }

    void retried() {
        retries.increment();
    }

    /// @param entering connections on their way to a session
    Gauges gauges(int entering) {
        Map<String, Long> byCode = new HashMap<>();
        ends.forEach((how, count) -> byCode.put(how.code(), count.sum()));
        return new Gauges(open.get() + entering, open.get(), retries.sum(), Map.copyOf(byCode));
    }
}

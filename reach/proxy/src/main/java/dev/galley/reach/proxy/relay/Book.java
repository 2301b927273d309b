// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.net.Gauges;
import dev.galley.net.Loop;
import dev.galley.net.Loops;
import dev.galley.pool.Member;
import dev.galley.pool.Traffic;
import dev.galley.reach.proxy.Termination;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// What a relay counts. Any thread, but for the traffic.
final class Book {
    private final Loops loops;
    private final Traffic traffic;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder retries = new LongAdder();
    private final AtomicLongArray ends = new AtomicLongArray(Termination.values().length);

    /// @param loops that write the members' traffic
    Book(Loops loops) {
        this.loops = loops;
        this.traffic = new Traffic(loops.count());
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
        ends.incrementAndGet(how.ordinal());
    }

    void retried() {
        retries.increment();
    }

    /// Counts at the member, on the one loop that may: datagrams have threads of their own.
    void record(Member member, Loop from, long bytesIn, long bytesOut, long nanos) {
        int writer = from.index();
        Loop owner = loops.all().get(writer);
        if (owner == from) member.traffic().record(writer, 0, bytesIn, bytesOut, nanos);
        else owner.execute(() -> member.traffic().record(writer, 0, bytesIn, bytesOut, nanos));
    }

    int open() {
        return open.get();
    }

    Gauges gauges() {
        Map<String, Long> byCode = new TreeMap<>();
        for (Termination how : Termination.values())
            byCode.put(how.code(), ends.get(how.ordinal()));
        return new Gauges(open.get(), open.get(), retries.sum(), Map.copyOf(byCode));
    }
}

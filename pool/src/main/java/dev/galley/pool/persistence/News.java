// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What a session table has to tell to other balancers: choices at once, and all that it has again
/// after a while, so that whatever got lost is told again and what is told needs to be kept for a
/// short time only. Of the balancers that have a session the one that told of it last tells again;
/// the others do if it does not.
///
/// Guarded by the lock of the table, but for the counts.
final class News<M> {
    /// As many wait at the most; one more is told later, when the table is gone through.
    static final int MOST = 65_536;

    /// How soon all is told again at the latest.
    static final Duration AGAIN = Duration.ofMinutes(3);

    private final ArrayDeque<Entry<M>> queue = new ArrayDeque<>();
    private final LongAdder told = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private boolean on;
    private long again;

    /// What was told before counts for nothing, by the clock.
    private long since;

    News(long now) {
        since = now;
    }

    /// @param on whether there is anybody to tell
    /// @param ttl of the table's sessions, in nanoseconds
    void configure(boolean on, long ttl) {
        this.on = on;
        again = Math.min(AGAIN.toNanos(), ttl / 4);
        if (on) return;
        queue.forEach(entry -> entry.queued = false);
        queue.clear();
    }

    /// All is to be told again, since who was told has lost it.
    void forget(long now) {
        since = now;
    }

    /// A choice was made here.
    void made(Entry<M> entry) {
        entry.told = since - 1;
        if (!on || entry.queued) return;
        if (queue.size() < MOST) add(entry);
        else missed.increment();
    }

    /// Others have told what is known here, or better.
    ///
    /// @param used what they say of its last use, by the clock
    void heard(Entry<M> entry, long used, long now) {
        entry.queued = false;
        entry.own = false;
        // Who tells of an old use, though it was used here since, has to be told of that.
        if (entry.used - used <= again / 2) entry.told = now;
    }

    /// Time passes.
    void look(Entry<M> entry, long now) {
        if (on && !entry.queued && due(entry, now) && queue.size() < MOST) add(entry);
    }

    private boolean due(Entry<M> entry, long now) {
        long patience = entry.own ? again : again + again / 4;
        return entry.told - since < 0 || now - entry.told >= patience;
    }

    private void add(Entry<M> entry) {
        entry.queued = true;
        queue.add(entry);
    }

    /// The next to tell of; null: nothing.
    @Nullable Entry<M> next(long now) {
        while (true) {
            Entry<M> entry = queue.poll();
            if (entry == null) return null;
            if (!entry.queued || entry.slot < 0) continue;
            entry.queued = false;
            entry.own = true;
            entry.told = now;
            told.increment();
            return entry;
        }
    }

    long told() {
        return told.sum();
    }

    long missed() {
        return missed.sum();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Sessions in the memory of this process, with which they end.
///
/// No thread looks for those whose time is over: each new one looks at a few of the others, so that
/// all are seen in turn. A full store refuses new sessions rather than end those of others, whoever
/// asks for so many.
public final class InProcessStore implements SessionStore {
    /// How many a new one looks at; more where the store is full.
    private static final int LOOK = 8, LOOK_WHEN_FULL = 256;

    private record Entry(Versioned what, long end) {}

    private final SessionLimits limits;
    private final LongSupplier clock;
    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong versions = new AtomicLong();
    private final ReentrantLock sweeping = new ReentrantLock();

    /// Guarded by the lock.
    private Iterator<Map.Entry<String, Entry>> sweep = entries.entrySet().iterator();

    /// @param clock in nanoseconds, of no particular origin, never going back
    public InProcessStore(SessionLimits limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public @Nullable Versioned get(String id) {
        limits.check(id);
        Entry entry = entries.get(id);
        return entry == null || over(entry) ? null : entry.what;
    }

    @Override
    public long create(String id, byte[] value, Duration ttl) {
        limits.check(id, value, ttl);
        makeRoom();
        Entry made = entry(value, ttl);
        Entry there = entries.compute(id, (_, was) -> was == null || over(was) ? made : was);
        return won(made, there);
    }

    @Override
    public long replace(String id, long version, byte[] value, Duration ttl) {
        limits.check(id, value, ttl);
        Entry made = entry(value, ttl);
        Entry there =
                entries.computeIfPresent(
                        id,
                        (_, was) -> was.what.version() == version && !over(was) ? made : kept(was));
        return won(made, there);
    }

    @Override
    public boolean touch(String id, Duration ttl) {
        limits.check(id);
        SessionLimits.check(ttl);
        Entry there =
                entries.computeIfPresent(
                        id, (_, was) -> over(was) ? null : new Entry(was.what, end(ttl)));
        return there != null;
    }

    @Override
    public void remove(String id) {
        limits.check(id);
        entries.remove(id);
    }

    @Override
    public Duration ttl() {
        return limits.ttl();
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void close() {
        entries.clear();
    }

    /// How many there are; those whose time is over may still be among them.
    public int size() {
        return entries.size();
    }

    /// The version that was made; 0: it did not come to be. No version comes twice.
    private static long won(Entry made, @Nullable Entry there) {
        long version = made.what.version();
        return there != null && there.what.version() == version ? version : 0;
    }

    private Entry entry(byte[] value, Duration ttl) {
        return new Entry(new Versioned(value.clone(), versions.incrementAndGet()), end(ttl));
    }

    private long end(Duration ttl) {
        return clock.getAsLong() + ttl.toNanos();
    }

    private boolean over(Entry entry) {
        return entry.end - clock.getAsLong() <= 0;
    }

    private @Nullable Entry kept(Entry was) {
        return over(was) ? null : was;
    }

    private void makeRoom() {
        sweep(entries.size() < limits.sessions() ? LOOK : LOOK_WHEN_FULL);
        if (entries.size() >= limits.sessions()) throw limits.full();
    }

    /// Whoever finds another one at it leaves it to that one.
    private void sweep(int most) {
        if (!sweeping.tryLock()) return;
        try {
            if (!sweep.hasNext()) sweep = entries.entrySet().iterator();
            for (int i = 0; i < most && sweep.hasNext(); i++) {
                Map.Entry<String, Entry> next = sweep.next();
                if (over(next.getValue())) entries.remove(next.getKey(), next.getValue());
            }
        } finally {
            sweeping.unlock();
        }
    }
}

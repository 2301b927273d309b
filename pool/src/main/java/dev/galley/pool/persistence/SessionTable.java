// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import dev.galley.config.PersistenceConfig;
import dev.galley.config.TableLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which member has which session. Any thread, event loops too.
///
/// Looking a session up takes no lock. A new or moved one takes a short lock, for a bounded number
/// of steps. When the table is full, the least recently used of {@value #SAMPLE} entries makes room
/// (LRU approximated by sampling, as Redis does it, in constant time).
///
/// @param <M> a member
public final class SessionTable<M> implements Persistence<M> {
    private static final int SAMPLE = 16;

    /// How many entries {@link #sweep} looks at.
    private static final int SWEPT = 2_000;

    /// A session, and when it was last asked for, by the clock. Written under the lock, but for the
    /// time.
    private static final class Entry<M> {
        final SessionKey key;
        volatile M member;
        volatile long used;

        /// Its place among the slots.
        int slot;

        Entry(SessionKey key, M member, long used, int slot) {
            this.key = key;
            this.member = member;
            this.used = used;
            this.slot = slot;
        }
    }

    /// A session, as an operator sees it.
    ///
    /// @param key an address, or the beginning of a session id's keyed hash
    /// @param idle since its last request
    public record Session<M>(String key, M member, Duration idle) {}

    /// What the configuration says, made ready.
    ///
    /// @param grain how much time must have passed for a use to be written down: so that a busy
    ///   session's entry is not fought for by all cores
    private record Settings(
            PersistenceConfig config,
            List<Clue> clues,
            int ipv4,
            int ipv6,
            int limit,
            long ttl,
            long grain) {
        static Settings of(PersistenceConfig config, TableLimits limits) {
            long ttl = limits.ttl().toNanos();
            return new Settings(
                    config,
                    config.ids().stream().map(Clue::of).toList(),
                    config instanceof PersistenceConfig.Source s ? s.ipv4Prefix() : 32,
                    config instanceof PersistenceConfig.Source s ? s.ipv6Prefix() : 64,
                    limits.size(),
                    ttl,
                    Math.min(1_000_000_000, ttl / 16));
        }
    }

    private final Predicate<M> gone;
    private final LongSupplier clock;
    private final SipHash hash = SipHash.random();
    private final ConcurrentHashMap<SessionKey, Entry<M>> entries = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /// All entries, in no order; guarded by the lock, as are the marks in it.
    private final ArrayList<Entry<M>> slots = new ArrayList<>();

    private long sampled;
    private int swept;
    private volatile int size;
    private final LongAdder evictions = new LongAdder();
    private volatile Settings settings;

    /// @param gone whether a member has left the pool: then it loses its sessions
    /// @param clock in nanoseconds, of no particular origin, never going back
    public SessionTable(
            PersistenceConfig config, TableLimits limits, Predicate<M> gone, LongSupplier clock) {
        this.gone = gone;
        this.clock = clock;
        this.settings = Settings.of(config, limits);
    }

    /// Takes other limits in; what is remembered stays, as far as there is room for it.
    public void reconfigure(PersistenceConfig config, TableLimits limits) {
        settings = Settings.of(config, limits);
        lock.lock();
        try {
            while (slots.size() > limits.size()) evict();
        } finally {
            lock.unlock();
        }
    }

    /// The configuration in force.
    public PersistenceConfig config() {
        return settings.config;
    }

    /// Where session ids are found, the best first.
    public List<Clue> clues() {
        return settings.clues;
    }

    /// How much of a form is searched for an id, in bytes.
    public int search() {
        return (int) settings.config.search().bytes();
    }

    /// What a session is known by whose id stands in `b[from..to)`; null if that is empty.
    public @Nullable SessionKey key(byte[] b, int from, int to) {
        return from >= to ? null : SessionKey.of(hash.of(b, from, to));
    }

    /// What a session is known by that belongs to an address.
    public SessionKey key(InetAddress address) {
        Settings now = settings;
        return SessionKey.of(address, now.ipv4, now.ipv6);
    }

    /// The member that has the session; null if nobody has, or its time is over.
    public @Nullable M find(SessionKey key) {
        Entry<M> entry = entries.get(key);
        if (entry == null) return null;
        Settings now = settings;
        long time = clock.getAsLong(), idle = time - entry.used;
        if (idle >= now.ttl) return null;
        if (idle > now.grain) entry.used = time;
        return entry.member;
    }

    /// Moves a session, unless somebody else was faster: of many requests at a time the first one
    /// says where to.
    ///
    /// @param from who had it, as {@link #find} said
    /// @return who has it now
    public M move(SessionKey key, @Nullable M from, M to) {
        lock.lock();
        try {
            Entry<M> entry = entries.get(key);
            if (entry == null) {
                add(key, to);
                return to;
            }
            long now = clock.getAsLong();
            if (entry.member.equals(from) || now - entry.used >= settings.ttl) entry.member = to;
            entry.used = now;
            return entry.member;
        } finally {
            lock.unlock();
        }
    }

    /// A member has begun a session of its own, whoever had it before.
    public void begin(SessionKey key, M member) {
        M owner = find(key);
        while (!member.equals(owner)) {
            M before = owner;
            owner = move(key, before, member);
        }
    }

    private void add(SessionKey key, M member) {
        while (slots.size() >= settings.limit) evict();
        Entry<M> entry = new Entry<>(key, member, clock.getAsLong(), slots.size());
        slots.add(entry);
        entries.put(key, entry);
        size = slots.size();
    }

    private void evict() {
        Entry<M> oldest = next();
        for (int i = 1; i < Math.min(SAMPLE, slots.size()); i++) {
            Entry<M> other = next();
            if (other.used - oldest.used < 0) oldest = other;
        }
        remove(oldest);
        evictions.increment();
    }

    /// From all over the table: a Weyl sequence of the golden ratio.
    private Entry<M> next() {
        sampled += 0x9E3779B97F4A7C15L;
        return slots.get((int) (((sampled >>> 32) * slots.size()) >>> 32));
    }

    /// The last entry takes its place.
    private void remove(Entry<M> entry) {
        entries.remove(entry.key);
        Entry<M> last = slots.removeLast();
        if (last != entry) {
            slots.set(entry.slot, last);
            last.slot = entry.slot;
        }
        size = slots.size();
    }

    /// Looks at the next {@value #SWEPT} entries, and forgets those whose time is over and those of
    /// members that have left.
    public void sweep() {
        if (size == 0) return;
        lock.lock();
        try {
            long now = clock.getAsLong();
            for (int i = Math.min(SWEPT, slots.size()); i > 0 && !slots.isEmpty(); i--) {
                if (swept >= slots.size()) swept = 0;
                Entry<M> entry = slots.get(swept);
                if (over(entry, now)) remove(entry);
                else swept++;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean over(Entry<M> entry, long now) {
        return now - entry.used >= settings.ttl || gone.test(entry.member);
    }

    /// How many sessions there are; those whose time is over may still be among them.
    public int size() {
        return size;
    }

    /// How many sessions there can be.
    public int limit() {
        return settings.limit;
    }

    /// How many sessions were displaced by others, since the table was made.
    public long evictions() {
        return evictions.sum();
    }

    /// Some of the sessions, in no particular order that changes little from call to call.
    ///
    /// @param skip how many to pass over
    /// @param most how many to give
    public List<Session<M>> sessions(int skip, int most) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            return slots.stream().skip(skip).limit(most).map(e -> session(e, now)).toList();
        } finally {
            lock.unlock();
        }
    }

    private Session<M> session(Entry<M> entry, long now) {
        Duration idle = Duration.ofNanos(Math.max(0, now - entry.used));
        return new Session<>(entry.key.toString(), entry.member, idle);
    }
}

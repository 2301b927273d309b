// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import dev.galley.config.PersistenceConfig;
import dev.galley.config.TableLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
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

    /// A session, as an operator sees it.
    ///
    /// @param key an address, or the beginning of a session id's keyed hash
    /// @param idle since its last request
    /// @param member its name
    public record Session(String key, String member, Duration idle) {}

    private final Members<M> members;
    private final LongSupplier clock;
    private final InstantSource wall;
    private volatile SipHash hash = SipHash.random();
    private final ConcurrentHashMap<SessionKey, Entry<M>> entries = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /// All entries, in no order; guarded by the lock, as are the marks in it.
    private final ArrayList<Entry<M>> slots = new ArrayList<>();

    private long sampled;
    private int swept;
    private volatile int size;
    private final LongAdder evictions = new LongAdder();
    private final LongAdder learned = new LongAdder();
    private final News<M> news;
    private volatile Settings settings;

    /// @param clock in nanoseconds, of no particular origin, never going back
    /// @param wall what other balancers that share the table have as well, more or less
    public SessionTable(
            PersistenceConfig config,
            TableLimits limits,
            Members<M> members,
            LongSupplier clock,
            InstantSource wall) {
        this.members = members;
        this.clock = clock;
        this.wall = wall;
        this.news = new News<>(clock.getAsLong());
        this.settings = Settings.of(config, limits);
        news.configure(limits.isShared(), settings.ttl());
    }

    /// Takes other limits in; what is remembered stays, as far as there is room for it.
    public void reconfigure(PersistenceConfig config, TableLimits limits) {
        settings = Settings.of(config, limits);
        lock.lock();
        try {
            news.configure(limits.isShared(), settings.ttl());
            while (slots.size() > limits.size()) evict();
        } finally {
            lock.unlock();
        }
    }

    /// The configuration in force.
    public PersistenceConfig config() {
        return settings.config();
    }

    /// Where session ids are found, the best first.
    public List<Clue> clues() {
        return settings.clues();
    }

    /// How much of a form is searched for an id, in bytes.
    public int search() {
        return (int) settings.config().search().bytes();
    }

    /// What a session is known by whose id stands in `b[from..to)`; null if that is empty.
    public @Nullable SessionKey key(byte[] b, int from, int to) {
        return from >= to ? null : SessionKey.of(hash.of(b, from, to));
    }

    /// What a session is known by that belongs to an address.
    public SessionKey key(InetAddress address) {
        Settings now = settings;
        return SessionKey.of(address, now.ipv4(), now.ipv6());
    }

    /// The member that has the session; null if nobody has, or its time is over.
    public @Nullable M find(SessionKey key) {
        Entry<M> entry = entries.get(key);
        if (entry == null) return null;
        Settings now = settings;
        long time = clock.getAsLong(), idle = time - entry.used;
        if (idle >= now.ttl()) return null;
        if (idle > now.grain()) entry.used = time;
        M member = entry.member;
        return member != null ? member : settle(entry);
    }

    /// The member that another balancer has named; null if there is none of that name yet.
    private @Nullable M settle(Entry<M> entry) {
        lock.lock();
        try {
            M named = entry.member != null ? entry.member : members.named(entry.name);
            if (named != null) entry.give(named, entry.version);
            return named;
        } finally {
            lock.unlock();
        }
    }

    /// Moves a session, unless somebody else was faster: of many requests at a time the first one
    /// says where to.
    ///
    /// @param from who had it, as {@link #find} said
    /// @return who has it now
    public M move(SessionKey key, @Nullable M from, M to) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            Entry<M> entry = entries.get(key);
            if (entry == null) entry = add(key, to, "", now, version(0));
            else {
                M has = entry.member;
                boolean first = Objects.equals(has, from) || now - entry.used >= settings.ttl();
                entry.used = now;
                if (has != null && !first) return has;
                entry.give(to, version(entry.version));
            }
            news.made(entry);
            return to;
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

    private long version(long before) {
        return Math.max(wall.millis() * 1000, before + 1);
    }

    private Entry<M> add(SessionKey key, @Nullable M member, String name, long used, long version) {
        while (slots.size() >= settings.limit()) evict();
        Entry<M> entry = new Entry<>(key, member, name, used, version, slots.size());
        slots.add(entry);
        entries.put(key, entry);
        size = slots.size();
        return entry;
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
        entry.slot = -1;
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
                if (over(entry, now)) {
                    remove(entry);
                } else {
                    news.look(entry, now);
                    swept++;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean over(Entry<M> entry, long now) {
        M member = entry.member;
        return now - entry.used >= settings.ttl() || (member != null && members.gone(member));
    }

    /// Whether other balancers are to know it.
    public boolean isShared() {
        return settings.config().isShared();
    }

    /// Takes the key that all balancers hash session ids with which share the table. What is known
    /// by another key is forgotten: nobody would find it.
    public void hashBy(long first, long second) {
        SipHash wanted = new SipHash(first, second);
        if (wanted.equals(hash)) return;
        lock.lock();
        try {
            hash = wanted;
            for (int i = slots.size() - 1; i >= 0; i--)
                if (!slots.get(i).key.address()) remove(slots.get(i));
        } finally {
            lock.unlock();
        }
    }

    /// What other balancers are to be told now; they count as told with this.
    ///
    /// @param most how much at the most
    public List<Binding> tell(int most) {
        lock.lock();
        try {
            long now = clock.getAsLong(), time = wall.millis();
            List<Binding> told = new ArrayList<>();
            Entry<M> next;
            while (told.size() < most && (next = news.next(now)) != null) {
                long used = time - (now - next.used) / 1_000_000;
                told.add(new Binding(next.key, name(next), next.version, used));
            }
            return told;
        } finally {
            lock.unlock();
        }
    }

    /// Other balancers have lost what they were told: they are told everything again.
    public void tellAgain() {
        lock.lock();
        try {
            news.forget(clock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /// Takes in what other balancers tell.
    public void learn(List<Binding> told) {
        String name = "";
        M member = null;
        for (Binding one : told) {
            if (!one.member().equals(name)) {
                name = one.member();
                member = members.named(name);
            }
            lock.lock();
            try {
                learn(one, member);
            } finally {
                lock.unlock();
            }
        }
    }

    /// One at a time, so that no request waits for many.
    private void learn(Binding one, @Nullable M member) {
        long now = clock.getAsLong();
        long used = now - Math.max(0, wall.millis() - one.used()) * 1_000_000;
        if (now - used >= settings.ttl()) return;
        Entry<M> entry = entries.get(one.key());
        String unknown = member == null ? one.member() : "";
        if (entry == null) {
            entry = add(one.key(), member, unknown, used, one.version());
            learned.increment();
        } else {
            boolean dead = now - entry.used >= settings.ttl();
            int order = dead ? 1 : one.compareTo(entry.version, name(entry));
            if (order < 0) return;
            if (order > 0) {
                entry.member = member;
                entry.name = unknown;
                entry.version = one.version();
                learned.increment();
            }
            if (dead || used - entry.used > 0) entry.used = used;
        }
        news.heard(entry, used, now);
    }

    private String name(Entry<M> entry) {
        M member = entry.member;
        return member == null ? entry.name : members.name(member);
    }

    /// How often other balancers were told of a session, since the table was made.
    public long told() {
        return news.told();
    }

    /// How often others have told of a session what was not known here.
    public long learned() {
        return learned.sum();
    }

    /// How many choices others were told of late, since too many waited to be told.
    public long missed() {
        return news.missed();
    }

    /// How many sessions there are; those whose time is over may still be among them.
    public int size() {
        return size;
    }

    /// How many sessions there can be.
    public int limit() {
        return settings.limit();
    }

    /// How many sessions were displaced by others, since the table was made.
    public long evictions() {
        return evictions.sum();
    }

    /// Some of the sessions, in no particular order that changes little from call to call.
    ///
    /// @param skip how many to pass over
    /// @param most how many to give
    public List<Session> sessions(int skip, int most) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            return slots.stream().skip(skip).limit(most).map(e -> session(e, now)).toList();
        } finally {
            lock.unlock();
        }
    }

    private Session session(Entry<M> entry, long now) {
        Duration idle = Duration.ofNanos(Math.max(0, now - entry.used));
        return new Session(entry.key.toString(), name(entry), idle);
    }
}

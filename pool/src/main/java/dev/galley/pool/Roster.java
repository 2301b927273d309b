// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.Address;
import dev.galley.config.MemberConfig;
import dev.galley.config.PoolConfig;
import dev.galley.pool.policy.ReportedLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The writers' side of a pool: each change takes the lock, makes a new snapshot of the last one
/// and publishes it. Readers only ever read the reference.
final class Roster {
    private final Pool pool;
    private final int writers;
    private final LongSupplier clock;
    private final AtomicReference<Snapshot> current;
    private final ReportedLoad.Neutral neutral;
    private final ReentrantLock lock = new ReentrantLock();

    /// What the DNS has led to so far; under the lock.
    private final Map<FoundBy, List<Address>> found = new HashMap<>();

    /// Members that have come while the pool runs, by name; under the lock.
    private final Map<String, Resolver.Resolved> joined = new LinkedHashMap<>();

    private Resolver resolver;
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

    Roster(Pool pool, PoolConfig config, int writers, LongSupplier clock) {
        this.pool = pool;
        this.writers = writers;
        this.clock = clock;
        Choice none = Choice.none(clock);
        this.neutral = none.neutral;
        long now = clock.getAsLong();
        this.resolver = Resolver.of(pool.name(), config.members());
        List<MemberState> states =
                resolver.members(config.members(), found).stream()
                        .map(r -> MemberState.of(enrol(r), r.config(), now))
                        .toList();
        this.current = new AtomicReference<>(Snapshot.first(config, states, none));
        markServing(current.get());
    }

    Snapshot snapshot() {
        return current.get();
    }

    void listen(Consumer<Change> listener) {
        listeners.add(listener);
    }

    boolean drain(Member member) {
        return change(member, Change.Kind.DRAINING, "", s -> s.withDraining(true));
    }

    boolean enable(Member member) {
        return change(
                member,
                Change.Kind.ENABLED,
                "",
                s ->
                        s.withDraining(false)
                                .withEjection(
                                        s.ejection().out()
                                                ? s.ejection().over(clock.getAsLong())
                                                : s.ejection()));
    }

    boolean weigh(Member member, int weight) {
        return change(member, Change.Kind.WEIGHED, "weight " + weight, s -> s.withWeight(weight));
    }

    void health(Member member, boolean up, String reason) {
        Change.Kind kind = up ? Change.Kind.UP : Change.Kind.DOWN;
        change(member, kind, reason, s -> (up ? recovered(s) : s).withHealth(up, up ? "" : reason));
    }

    /// A check has found up again who was down: what real traffic held against it was of the same
    /// outage, and is over too.
    private MemberState recovered(MemberState state) {
        if (state.healthy() || !state.ejection().out()) return state;
        state.member().worked();
        return state.withEjection(state.ejection().over(clock.getAsLong()));
    }

    /// Never waits, since event loops call it: if another writer is at work the member stays in,
    /// and is ejected after as many failures again.
    void eject(Member member, String reason) {
        if (!lock.tryLock()) return;
        try {
            Snapshot now = current.get();
            MemberState state = now.stateOf(member);
            if (state == null || state.status() != MemberState.Status.UP) return;
            if (!Ejection.allowsOneMore(now.members(), now.config().minUp())) return;
            long base = now.config().ejection().for_().toNanos();
            Ejection next = state.ejection().next(clock.getAsLong(), base);
            Duration out = Duration.ofNanos(next.until() - clock.getAsLong());
            change(
                    member,
                    Change.Kind.EJECTED,
                    reason + "; out for " + Words.of(out),
                    s -> s.withEjection(next));
        } finally {
            lock.unlock();
        }
    }

    void tick() {
        if (!current.get().changesWithTime()) return;
        lock.lock();
        try {
            long now = clock.getAsLong();
            Snapshot before = current.get();
            List<MemberState> states = new ArrayList<>(before.members());
            states.replaceAll(state -> ticked(state, now));
            if (!states.equals(before.members())) publish(before.config(), states);
        } finally {
            lock.unlock();
        }
    }

    private MemberState ticked(MemberState state, long now) {
        if (!state.ejection().out() || now - state.ejection().until() < 0)
            return state.rampedAt(now);
        return returned(state, now);
    }

    private MemberState returned(MemberState state, long now) {
        state.member().worked();
        tell(state.member(), Change.Kind.RETURNED, "");
        return arrived(state, state.withEjection(state.ejection().over(now)), now);
    }

    void reconfigure(PoolConfig config) {
        Resolver wanted = Resolver.of(pool.name(), config.members());
        lock.lock();
        try {
            resolver = wanted;
            found.keySet().retainAll(config.members().stream().map(FoundBy::of).toList());
            enrolAll(config);
        } finally {
            lock.unlock();
        }
        pool.rouse();
    }

    /// The DNS has led to these addresses.
    ///
    /// @return whether that was new
    boolean found(FoundBy by, List<Address> addresses) {
        lock.lock();
        try {
            PoolConfig config = current.get().config();
            boolean wanted = config.members().stream().anyMatch(m -> by.equals(FoundBy.of(m)));
            if (!wanted || addresses.equals(found.put(by, addresses))) return false;
            enrolAll(config);
        } finally {
            lock.unlock();
        }
        pool.rouse();
        return true;
    }

    List<Address> found(FoundBy by) {
        lock.lock();
        try {
            return found.getOrDefault(by, List.of());
        } finally {
            lock.unlock();
        }
    }

    /// Takes in one that the configuration does not name.
    ///
    /// @return whether that was new
    boolean join(MemberConfig member) {
        Resolver.Resolved coming = Resolver.resolve(pool.name(), member);
        lock.lock();
        try {
            if (pool.member(coming.name()) != null) return false;
            joined.put(coming.name(), coming);
            enrolAll(current.get().config());
        } finally {
            lock.unlock();
        }
        pool.rouse();
        return true;
    }

    /// Lets one go that has joined.
    ///
    /// @return whether it was one
    boolean leave(Member member) {
        lock.lock();
        try {
            if (joined.remove(member.name()) == null) return false;
            enrolAll(current.get().config());
        } finally {
            lock.unlock();
        }
        pool.rouse();
        return true;
    }

    /// Those who stay are known by name and address; a name that resolves to another address now is
    /// another member.
    private void enrolAll(PoolConfig config) {
        long now = clock.getAsLong();
        Map<String, MemberState> left = new LinkedHashMap<>();
        for (MemberState state : current.get().members()) left.put(state.member().name(), state);
        List<MemberState> states = new ArrayList<>();
        for (Resolver.Resolved resolved : wanted(config))
            states.add(stay(left, resolved, config, now));
        publish(config, states);
        left.values().forEach(this::remove);
    }

    private Collection<Resolver.Resolved> wanted(PoolConfig config) {
        Map<String, Resolver.Resolved> all = new LinkedHashMap<>();
        for (Resolver.Resolved each : resolver.members(config.members(), found))
            all.put(each.name(), each);
        joined.forEach(all::putIfAbsent);
        return all.values();
    }

    private MemberState stay(
            Map<String, MemberState> left, Resolver.Resolved wanted, PoolConfig config, long now) {
        MemberState state = left.get(wanted.name());
        if (state == null || !state.member().address().equals(wanted.address())) {
            Member added = enrol(wanted);
            tell(added, Change.Kind.ADDED, "");
            MemberState fresh = MemberState.of(added, wanted.config(), now).startedAt(now);
            boolean starts = wanted.equals(joined.get(wanted.name())) && config.health() != null;
            return starts ? fresh.withHealth(false, "not checked yet") : fresh;
        }
        left.remove(wanted.name());
        configure(state.member(), wanted.config());
        MemberState kept = state.withConfig(wanted.config());
        return config.health() == null ? kept.withHealth(true, "") : kept;
    }

    private void remove(MemberState gone) {
        gone.member().retire();
        tell(gone.member(), Change.Kind.REMOVED, "");
    }

    private Member enrol(Resolver.Resolved resolved) {
        Member member = new Member(resolved.name(), resolved.address(), writers, clock, neutral);
        configure(member, resolved.config());
        return member;
    }

    private static void configure(Member member, MemberConfig config) {
        member.publicUrl = config.publicUrl();
        Integer most = config.maxConnections();
        member.limit = most == null ? Integer.MAX_VALUE : most;
    }

    private boolean change(
            Member member, Change.Kind kind, String reason, UnaryOperator<MemberState> edit) {
        lock.lock();
        try {
            Snapshot now = current.get();
            MemberState before = now.stateOf(member);
            if (before == null) return false;
            MemberState after = edit.apply(before);
            if (after.equals(before)) return false;
            List<MemberState> states = new ArrayList<>(now.members());
            states.set(states.indexOf(before), arrived(before, after, clock.getAsLong()));
            tell(member, kind, reason);
            publish(now.config(), states);
        } finally {
            lock.unlock();
        }
        if (!lock.isHeldByCurrentThread()) pool.rouse();
        return true;
    }

    /// The slow start begins when a member comes up, for whatever reason it was not.
    private static MemberState arrived(MemberState before, MemberState after, long now) {
        boolean came =
                before.status() != MemberState.Status.UP && after.status() == MemberState.Status.UP;
        return came ? after.startedAt(now) : after;
    }

    private void publish(PoolConfig config, List<MemberState> states) {
        long now = clock.getAsLong();
        for (MemberState back = tooMany(states, config);
                back != null;
                back = tooMany(states, config))
            states.set(states.indexOf(back), returned(back, now));
        Snapshot next = current.get().next(config, states);
        current.set(next);
        markServing(next);
    }

    private static @Nullable MemberState tooMany(List<MemberState> states, PoolConfig config) {
        return Ejection.firstToReturn(states, config.minUp());
    }

    private static void markServing(Snapshot snapshot) {
        for (MemberState state : snapshot.members()) {
            state.member().serving = snapshot.serving(state);
            state.member().keeping = state.keeping();
        }
    }

    private void tell(Member member, Change.Kind kind, String reason) {
        Change change = new Change(pool, member, kind, reason);
        listeners.forEach(listener -> listener.accept(change));
    }
}

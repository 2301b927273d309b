// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.Address;
import dev.galley.config.HealthConfig;
import dev.galley.pool.health.Check;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Watches over one pool: ten times a second a virtual thread lets time pass ({@link Pool#tick}),
/// looks up the names of members whose time is over ({@link Finder}), follows the pool when it was
/// reconfigured (the state of members that stay is kept), and starts the checks that are due, each
/// on a virtual thread of its own.
///
/// The first check of a member comes at a random moment of its first interval, the next ones each
/// an interval after the last one began: checks stay spread as they started. After a pause (a
/// suspended machine) they are spread anew.
///
/// Checks are started ten times a second and not each at its own instant because waking threads
/// costs more than the checks do: with 2,000 members checked every 2 s this halves the CPU time.
public final class Watch implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    private final Pool pool;
    private final RandomGenerator random;
    private final Finder finder;
    private final Map<Member, Round> rounds = new HashMap<>();
    private final PriorityQueue<Round> waiting = new PriorityQueue<>();
    private final Queue<Round> done = new ConcurrentLinkedQueue<>();
    private long seen;
    private @Nullable HealthConfig config;
    private @Nullable Thread thread;

    /// @param random spreads the checks; used by one thread
    /// @param resolvers where members' names are looked up; empty: as the system does
    public Watch(Pool pool, RandomGenerator random, List<Address> resolvers) {
        this.pool = pool;
        this.random = random;
        this.finder = new Finder(pool, resolvers);
    }

    /// Looks the names up whose addresses are members, before {@link #start}; some seconds at the
    /// most. Names that lead nowhere bring no members, for now.
    public void find() {
        try {
            finder.first(pool.config());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks names up here from now on.
    public void resolvers(List<Address> resolvers) {
        finder.resolvers(resolvers);
    }

    /// Begins; once.
    public synchronized void start() {
        if (thread == null)
            thread = Thread.ofVirtual().name("watch-" + pool.name()).start(this::watch);
    }

    /// Ends; checks under way are broken off and not counted.
    @Override
    public synchronized void close() {
        if (thread != null) thread.interrupt();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                pool.tick();
                finder.tick(pool.config());
                follow(pool.snapshot());
                check();
                Thread.sleep(TICK);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            rounds.values().forEach(Round::stop);
        }
    }

    private void follow(Snapshot snapshot) {
        if (snapshot.version() == seen) return;
        seen = snapshot.version();
        HealthConfig wanted = snapshot.config().health();
        Set<Member> gone = new HashSet<>(rounds.keySet());
        if (wanted != null && wanted.equals(config))
            snapshot.members().forEach(state -> gone.remove(state.member()));
        gone.forEach(this::stop);
        config = wanted;
        if (wanted != null)
            for (MemberState state : snapshot.members())
                rounds.computeIfAbsent(state.member(), _ -> begin(state, wanted));
    }

    private void stop(Member member) {
        Round round = rounds.remove(member);
        if (round == null) return;
        round.stop();
        waiting.remove(round);
    }

    private Round begin(MemberState state, HealthConfig health) {
        long now = System.nanoTime();
        Round round =
                new Round(pool, state, Check.of(health, pool.name()), health.timing(), done::add);
        round.dueWithinAnInterval(now, random);
        waiting.add(round);
        return round;
    }

    /// Starts what is due, and plans what is done anew.
    private void check() {
        long now = System.nanoTime();
        for (Round round = done.poll(); round != null; round = done.poll())
            if (!round.stopped()) {
                round.dueAgain(now, random);
                waiting.add(round);
            }
        for (Round next = waiting.peek();
                next != null && now - next.due() >= 0;
                next = waiting.peek()) waiting.remove().start();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.CheckTiming;
import dev.galley.config.HealthConfig;
import dev.galley.pool.health.Check;
import dev.galley.pool.health.CheckResult;
import dev.galley.pool.health.RiseFall;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Watches over one pool: one virtual thread lets time pass ({@link Pool#tick}) and sees to it that
/// each member has a virtual thread that checks it, also after the pool was reconfigured; the state
/// of members that stay is kept.
///
/// The first check of a member comes at a random moment of its first interval, the next ones each
/// an interval after the last one began: checks stay spread as they started. After a pause (a
/// suspended machine) they are spread anew.
public final class Watch implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    private final Pool pool;
    private final RandomGenerator random;
    private final Map<Member, Round> rounds = new HashMap<>();
    private long seen;
    private @Nullable HealthConfig config;
    private @Nullable Thread thread;

    /// @param random spreads the checks
    public Watch(Pool pool, RandomGenerator random) {
        this.pool = pool;
        this.random = random;
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
                follow(pool.snapshot());
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
        if (round != null) round.stop();
    }

    private Round begin(MemberState state, HealthConfig health) {
        CheckTiming timing = health.timing();
        RiseFall riseFall =
                state.member().lastCheck() == null
                        ? RiseFall.unknown(timing)
                        : RiseFall.known(timing, state.healthy());
        SplittableRandom own = new SplittableRandom(random.nextLong());
        Round round = new Round(state.member(), Check.of(health), timing, riseFall, own);
        round.thread.start();
        return round;
    }

    /// The checks of one member, one after the other.
    private final class Round {
        private final Member member;
        private final Check check;
        private final CheckTiming timing;
        private final RiseFall riseFall;
        private final SplittableRandom jitter;
        private final Thread thread;
        private volatile boolean stopped;

        Round(
                Member member,
                Check check,
                CheckTiming timing,
                RiseFall riseFall,
                SplittableRandom jitter) {
            this.member = member;
            this.check = check;
            this.timing = timing;
            this.riseFall = riseFall;
            this.jitter = jitter;
            this.thread = Thread.ofVirtual().name("check-" + member.name()).unstarted(this::run);
        }

        void stop() {
            stopped = true;
            thread.interrupt();
        }

        private void run() {
            long interval = Math.max(1, timing.interval().toNanos());
            long next = System.nanoTime() + jitter.nextLong(interval);
            try {
                while (!stopped) {
                    Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
                    once();
                    next += interval;
                    long late = System.nanoTime() - next;
                    if (late > interval) next = System.nanoTime() + jitter.nextLong(interval);
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }

        private void once() {
            long began = System.nanoTime();
            String failure = check.run(member.address(), timing.timeout());
            if (stopped) return;
            boolean passed = failure == null;
            String reason = failure == null ? "" : failure;
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            member.checked(new CheckResult(passed, reason, Instant.now(), took));
            if (riseFall.record(passed)) pool.health(member, riseFall.up(), reason);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.CheckTiming;
import dev.galley.pool.health.Check;
import dev.galley.pool.health.CheckResult;
import dev.galley.pool.health.RiseFall;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The checks of one member, one after the other. {@link Watch}'s thread plans and starts them;
/// each runs on a virtual thread.
final class Round implements Comparable<Round> {
    private final Pool pool;
    private final Member member;
    private final Check check;
    private final CheckTiming timing;
    private final RiseFall riseFall;
    private final Consumer<Round> done;
    private final String threadName;
    private long due;
    private volatile boolean stopped;
    private @Nullable Thread thread;

    /// @param done told after each check, on the check's thread
    Round(Pool pool, MemberState state, Check check, CheckTiming timing, Consumer<Round> done) {
        this.pool = pool;
        this.member = state.member();
        this.check = check;
        this.timing = timing;
        this.done = done;
        this.threadName = "check-" + member.name();
        this.riseFall =
                member.lastCheck() == null && state.healthy()
                        ? RiseFall.unknown(timing)
                        : RiseFall.known(timing, state.healthy());
    }

    /// When the next check is due, by `System.nanoTime`.
    long due() {
        return due;
    }

    /// The first check comes at a random moment of the first interval.
    void dueWithinAnInterval(long now, RandomGenerator random) {
        due = now + random.nextLong(interval());
    }

    /// The next check comes an interval after the last was due; one that took longer is followed at
    /// once, unless it is late by more than an interval.
    void dueAgain(long now, RandomGenerator random) {
        due += interval();
        if (now - due > interval()) dueWithinAnInterval(now, random);
    }

    private long interval() {
        return Math.max(1, timing.interval().toNanos());
    }

    void start() {
        thread = Thread.ofVirtual().name(threadName).start(this::run);
    }

    /// No more checks; one under way is broken off.
    void stop() {
        stopped = true;
        if (thread != null) thread.interrupt();
    }

    boolean stopped() {
        return stopped;
    }

    private void run() {
        long began = System.nanoTime();
        String failure = check.run(member.address(), timing.timeout());
        if (stopped) return;
        boolean passed = failure == null;
        String reason = failure == null ? "" : failure;
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        member.checked(new CheckResult(passed, reason, Instant.now(), took));
        if (riseFall.record(passed)) pool.health(member, riseFall.up(), reason);
        done.accept(this);
    }

    /// Earlier ones first; by difference, since `nanoTime` may wrap.
    @Override
    public int compareTo(Round other) {
        return Long.signum(due - other.due);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.pool.health.CheckResult;
import dev.galley.pool.policy.PeakEwma;
import dev.galley.pool.policy.ReportedLoad;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A member of a pool and what is counted about it; outlives snapshots and reloads. Any thread.
public final class Member {
    private static final AtomicIntegerFieldUpdater<Member> IN_FLIGHT =
            AtomicIntegerFieldUpdater.newUpdater(Member.class, "inFlight");
    private static final AtomicIntegerFieldUpdater<Member> FAILED_IN_ROW =
            AtomicIntegerFieldUpdater.newUpdater(Member.class, "failedInRow");

    private final String name;
    private final InetSocketAddress address;
    private final Traffic traffic;
    private final LongSupplier clock;
    private final ReportedLoad.Neutral neutral;
    private final AtomicLong failures = new AtomicLong();
    final PeakEwma latency;
    final ReportedLoad load = new ReportedLoad();
    private volatile int inFlight;
    private volatile int failedInRow;

    private volatile int forwarded;

    /// The most requests in flight; the pool sets it from the configuration.
    volatile int limit = Integer.MAX_VALUE;

    /// Whether the newest snapshot gives it requests: room made here is room that can be used.
    volatile boolean serving;

    /// Whether the newest snapshot lets it go on with the sessions that it has.
    volatile boolean keeping;

    /// The pool sets it from the configuration.
    volatile String publicUrl = "";

    private volatile boolean retired;
    private volatile @Nullable CheckResult lastCheck;

    Member(
            String name,
            InetSocketAddress address,
            int writers,
            LongSupplier clock,
            ReportedLoad.Neutral neutral) {
        this.name = name;
        this.address = address;
        this.traffic = new Traffic(writers);
        this.clock = clock;
        this.neutral = neutral;
        this.latency = new PeakEwma(clock.getAsLong());
    }

    /// As the configuration names it: `10.0.0.11:8080`.
    public String name() {
        return name;
    }

    /// Where it listens, resolved.
    public InetSocketAddress address() {
        return address;
    }

    /// The URL by which clients reach it themselves, without the path: `https://a.example.com`.
    public String publicUrl() {
        return publicUrl;
    }

    /// Requests under way.
    public int inFlight() {
        return inFlight;
    }

    /// Connections to it that the kernel forwards by itself.
    public int forwarded() {
        return forwarded;
    }

    /// The kernel tells how many connections to it it forwards.
    public void forwarded(int connections) {
        forwarded = connections;
    }

    /// What went through it.
    public Traffic traffic() {
        return traffic;
    }

    /// How often its use has failed so far: no connection, a failure after it, no answer in time,
    /// 502, 503 or 504.
    public long failures() {
        return failures.get();
    }

    /// Whether it has left its pool for good: idle connections to it can be closed.
    public boolean retired() {
        return retired;
    }

    /// Whether it can go on with the sessions that it has: it is up, or draining, or has no weight.
    /// What it is not, it has lost.
    public boolean keeping() {
        return keeping;
    }

    /// How its last active check went; null before the first, and where none is configured.
    public @Nullable CheckResult lastCheck() {
        return lastCheck;
    }

    /// What the member says of its own load; 0 is idle. From any thread; what is not a number from
    /// 0 up is ignored.
    public void reportLoad(double reported) {
        load.report(reported, clock.getAsLong(), neutral);
    }

    /// Takes one of the `limit` places, unless all are taken.
    boolean acquire() {
        for (int now = inFlight; now < limit; now = inFlight)
            if (IN_FLIGHT.compareAndSet(this, now, now + 1)) return true;
        return false;
    }

    void release() {
        IN_FLIGHT.decrementAndGet(this);
    }

    boolean full() {
        return inFlight >= limit;
    }

    /// Counts a failure; returns how many there were in a row.
    int failed() {
        failures.incrementAndGet();
        return FAILED_IN_ROW.incrementAndGet(this);
    }

    /// Ends the row of failures. Mostly there is none: then nothing is written, and no other core
    /// loses its copy of the line.
    void worked() {
        if (failedInRow != 0) failedInRow = 0;
    }

    void checked(CheckResult result) {
        lastCheck = result;
    }

    void retire() {
        serving = false;
        keeping = false;
        retired = true;
    }

    @Override
    public String toString() {
        return name;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Lets as many calls in as {@link Gradient} has found good. Any thread; no lock.
///
/// Calls are counted into a window of time; whoever ends one after the window hands its average on.
/// Those that stream are let in by the limits of their connections alone: how long they take says
/// nothing.
public final class Gate {
    /// Shorter windows would follow single slow calls.
    static final long WINDOW_NANOS = 100_000_000;

    private static final int FEWEST = 10;

    private final Gradient gradient;
    private final LongSupplier clock;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean settling = new AtomicBoolean();
    private volatile long windowEnd;
    private volatile int limit;

    /// @param least calls at a time that are always let in
    /// @param first the limit at the start
    /// @param most the highest limit
    public Gate(int least, int first, int most) {
        this(least, first, most, System::nanoTime);
    }

    /// @param clock in nanoseconds
    Gate(int least, int first, int most, LongSupplier clock) {
        this.gradient = new Gradient(least, first, most);
        this.clock = clock;
        this.limit = first;
        this.windowEnd = clock.getAsLong() + WINDOW_NANOS;
    }

    /// Lets a call in, or not.
    boolean enter() {
        int now = inFlight.incrementAndGet();
        if (now > limit) {
            inFlight.decrementAndGet();
            return false;
        }
        if (now > peak.get()) peak.accumulateAndGet(now, Math::max);
        return true;
    }

    /// A call that was let in has ended.
    ///
    /// @param took from its arrival, in nanoseconds
    void leave(long took) {
        inFlight.decrementAndGet();
        nanos.addAndGet(took);
        long count = ended.incrementAndGet();
        long now = clock.getAsLong();
        if (count < FEWEST || now - windowEnd < 0) return;
        if (!settling.compareAndSet(false, true)) return;
        settle(now);
        settling.set(false);
    }

    /// One thread at a time.
    private void settle(long now) {
        long count = ended.getAndSet(0), sum = nanos.getAndSet(0);
        int most = peak.getAndSet(inFlight.get());
        if (count > 0) limit = gradient.update(Math.max(1, (double) sum / count), most);
        windowEnd = now + WINDOW_NANOS;
    }

    /// How many calls may be under way now.
    public int limit() {
        return limit;
    }

    /// How many are under way.
    public int inFlight() {
        return inFlight.get();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Counts the calls that an implementation has under way, so that it can be taken away while the
/// process runs on. Who is not let in is told that it shuts down here, and goes elsewhere. Any
/// thread; only {@link #await} waits.
public final class Turnstile {
    private final BooleanSupplier may;
    private final Tally tally;
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean closed;

    /// @param may asked for each call, while it is open: quick, and of any thread
    /// @param tally told of the calls that were served
    public Turnstile(BooleanSupplier may, Tally tally) {
        this.may = may;
        this.tally = tally;
    }

    /// Lets a call in, which leaves in the end, in one of three ways; or not.
    public boolean enter() {
        inside.incrementAndGet();
        if (!closed && may.getAsBoolean()) return true;
        leave();
        return false;
    }

    /// A call that was let in was served.
    ///
    /// @param nanos how long that took
    public void served(long nanos) {
        tally.served(nanos);
        leave();
    }

    /// A call that was let in, and streams, has ended.
    public void streamed() {
        tally.streamed();
        leave();
    }

    /// A call that was let in was not served.
    public void leave() {
        if (inside.decrementAndGet() > 0 || !closed) return;
        synchronized (this) {
            notifyAll();
        }
    }

    /// Lets nobody in any more.
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    /// How many calls are under way.
    public int inside() {
        return inside.get();
    }

    /// Waits until nobody is inside, after {@link #close}.
    ///
    /// @return whether it came to that within `patience`
    public boolean await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            while (inside.get() > 0) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) return false;
                wait(left);
            }
        }
        return true;
    }
}

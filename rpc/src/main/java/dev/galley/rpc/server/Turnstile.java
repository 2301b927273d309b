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
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean closed;

    /// @param may asked for each call, while it is open: quick, and of any thread
    public Turnstile(BooleanSupplier may) {
        this.may = may;
    }

    /// Lets a call in, which {@link #leave}s in the end; or not.
    public boolean enter() {
        inside.incrementAndGet();
        if (!closed && may.getAsBoolean()) return true;
        leave();
        return false;
    }

    /// A call that was let in has ended.
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

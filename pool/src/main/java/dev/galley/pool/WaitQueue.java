// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import java.util.LinkedHashSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Requests that wait for a member to have room, first come first served. Any thread.
///
/// No wake-up is lost. Who makes room first frees the place and then looks whether somebody waits;
/// who waits first joins and then looks whether there is room. Both are volatile writes followed by
/// volatile reads, which have one order (JLS §17.4.4), so at least one of the two sees the other. A
/// waiter is called when a place is freed, when a new snapshot brings room, when the pool goes down
/// (it will be told so at once), and besides the pool looks ten times a second whether somebody
/// waits although there is room: after one that was called did not use its chance.
///
/// A place is not reserved for the one that is called: a newcomer may be faster. It joins again
/// then, at the end.
public final class WaitQueue {
    /// One that waits.
    public interface Waiter {
        /// There may be room: choose again. Called once, and not after [WaitQueue#leave] has
        /// returned true; on the thread that made the room, or on the joining one, within
        /// [WaitQueue#join], if there was room already. Must not block.
        void ready();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashSet<Waiter> waiters = new LinkedHashSet<>();
    private final BooleanSupplier room;
    private volatile int size;
    private volatile int limit;

    /// @param limit how many may wait
    /// @param room whether a request could be taken now
    WaitQueue(int limit, BooleanSupplier room) {
        this.limit = limit;
        this.room = room;
    }

    /// Joins the queue.
    ///
    /// @return false if it is full
    public boolean join(Waiter waiter) {
        if (!added(waiter)) return false;
        if (room.getAsBoolean()) wake(1);
        return true;
    }

    /// Leaves the queue, if still in it (its time is over, or its client has gone).
    ///
    /// @return whether it was in it, and so will never be called
    public boolean leave(Waiter waiter) {
        lock.lock();
        try {
            boolean removed = waiters.remove(waiter);
            size = waiters.size();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /// How many wait.
    public int size() {
        return size;
    }

    void limit(int changed) {
        limit = changed;
    }

    /// Calls up to `count` waiters, outside the lock.
    void wake(int count) {
        for (int i = 0; i < count && size > 0; i++) {
            Waiter first = first();
            if (first != null) first.ready();
        }
    }

    private boolean added(Waiter waiter) {
        lock.lock();
        try {
            if (waiters.size() >= limit) return false;
            waiters.add(waiter);
            size = waiters.size();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Waiter first() {
        lock.lock();
        try {
            Waiter first = waiters.isEmpty() ? null : waiters.removeFirst();
            size = waiters.size();
            return first;
        } finally {
            lock.unlock();
        }
    }
}

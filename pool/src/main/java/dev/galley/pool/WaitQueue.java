// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

/// Requests that wait for a member to have room, first come first served. Any thread.
public final class WaitQueue {
    /// One that waits.
    public interface Waiter {
        /// There may be room: choose again. Called once, on the thread that made the room.
        void ready();
    }

    /// Joins the queue.
    ///
    /// @return false if it is full
    public boolean join(Waiter waiter) {
        return false;
    }

    /// Leaves the queue, if still in it (its time is over, or its client has gone).
    public void leave(Waiter waiter) {}
}

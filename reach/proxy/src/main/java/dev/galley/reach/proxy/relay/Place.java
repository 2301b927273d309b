// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.net.Loop;
import dev.galley.pool.WaitQueue;

/// A session's place in its pool's queue.
record Place(Session session, Loop loop) implements WaitQueue.Waiter {
    @Override
    public void ready() {
        loop.execute(() -> session.called(this));
    }

    /// Each place is one of its own.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.net.Loop;
import dev.galley.pool.WaitQueue;

/// A session's place in its pool's queue.
final class Place implements WaitQueue.Waiter {
    private final Session session;
    private final Loop loop;

    Place(Session session, Loop loop) {
        this.session = session;
        this.loop = loop;
    }

    @Override
    public void ready() {
        loop.execute(() -> session.called(this));
    }
}

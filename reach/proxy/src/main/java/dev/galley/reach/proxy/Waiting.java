// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.net.Loop;
import dev.galley.pool.WaitQueue;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A request's place in its pool's queue.
final class Waiting implements WaitQueue.Waiter {
    private final Admission admission;
    private final Loop loop;
    private @Nullable Future<?> timeout;

    Waiting(Admission admission, Worker worker) {
        this.admission = admission;
        this.loop = worker.loop;
    }

    /// Waits no longer than until `deadline`, by `System.nanoTime()`.
    void until(long deadline) {
        timeout =
                loop.eventLoop()
                        .schedule(
                                () -> admission.woken(this, true),
                                deadline - System.nanoTime(),
                                TimeUnit.NANOSECONDS);
    }

    @Override
    public void ready() {
        loop.execute(() -> {
            if (timeout != null) timeout.cancel(false);
            admission.woken(this, false);
        });
    }
}

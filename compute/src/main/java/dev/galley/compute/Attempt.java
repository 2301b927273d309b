// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import org.jspecify.annotations.Nullable;

/// One try of a part, on a thread of its own. Belongs to the job's thread.
final class Attempt<S, P> {
    final Part<S, P> part;
    final Seat<S> seat;
    final long begun;
    private @Nullable Thread thread;

    Attempt(Part<S, P> part, Seat<S> seat, long begun) {
        this.part = part;
        this.seat = seat;
        this.begun = begun;
    }

    void start(Runnable work) {
        thread = Thread.startVirtualThread(work);
    }

    /// Gives it up, also at the other end of the wire.
    void stop() {
        if (thread != null) thread.interrupt();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/// The right to use a member once. Close it exactly once, with how it went; safe from any thread.
/// All that a choice allocates, hence as small as it can be.
public final class Lease {
    private static final AtomicIntegerFieldUpdater<Lease> CLOSED =
            AtomicIntegerFieldUpdater.newUpdater(Lease.class, "closed");

    private final Pool pool;
    private final Member member;
    private volatile int closed;

    Lease(Pool pool, Member member) {
        this.pool = pool;
        this.member = member;
    }

    /// The member to use.
    public Member member() {
        return member;
    }

    /// Gives the member back; a second call does nothing.
    ///
    /// @param nanos from the choice to the end of the answer's head, in nanoseconds
    public void close(Outcome outcome, long nanos) {
        if (closed == 0 && CLOSED.compareAndSet(this, 0, 1)) pool.closed(member, outcome, nanos);
    }
}

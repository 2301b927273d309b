// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import java.util.concurrent.atomic.AtomicBoolean;

/// The right to use a member once. Close it exactly once, with how it went; safe from any thread.
public final class Lease {
    private final Pool pool;
    private final Member member;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(Pool pool, Member member) {
        this.pool = pool;
        this.member = member;
    }

    /// The member to use.
    public Member member() {
        return member;
    }

    /// Gives the member back.
    ///
    /// @param nanos from the choice to the end of the answer's head, in nanoseconds
    public void close(Outcome outcome, long nanos) {
        if (closed.compareAndSet(false, true)) pool.closed(member, outcome, nanos);
    }
}

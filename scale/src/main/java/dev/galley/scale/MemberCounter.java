// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.pool.Member;
import dev.galley.pool.Traffic;

/// A member of a pool, in all pools of this process that it is in.
public record MemberCounter(Member member) implements Counter {
    @Override
    public int inFlight() {
        return member.inFlight() + member.forwarded();
    }

    @Override
    public Counts counts() {
        Traffic.Totals totals = member.traffic().totals();
        return new Counts(totals.requests(), totals.byDuration());
    }
}

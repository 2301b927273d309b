// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.pool.Member;
import dev.galley.pool.MemberState;
import org.jspecify.annotations.Nullable;

/// One that a provider runs, and how far it has come as a member of the pool. One thread.
final class Seat {
    /// What becomes of one, in this order.
    enum Stage {
        /// Has not served yet.
        STARTING,
        /// Has served.
        SERVING,
        /// Gets no new requests, and finishes those that it has.
        DRAINING,
        /// Is no member any more; what was on its way to it when it left finishes.
        LEAVING,
        /// Its provider was told to stop it.
        STOPPED
    }

    final Instance instance;
    Stage stage = Stage.STARTING;

    /// When it came into this stage, or when it served last, in nanoseconds.
    long since;

    /// Null: its address is not known yet, or it is a member no more.
    @Nullable Member member;

    Seat(Instance instance, long now) {
        this.instance = instance;
        this.since = now;
    }

    void enter(Stage next, long now) {
        stage = next;
        since = now;
    }

    /// Whether it counts: it serves or is about to.
    boolean stays() {
        return stage == Stage.STARTING || stage == Stage.SERVING;
    }

    boolean holds(MemberState state) {
        return state.member() == member;
    }

    /// Requests and connections that it has.
    int inFlight() {
        return member == null ? 0 : member.inFlight() + member.forwarded();
    }
}

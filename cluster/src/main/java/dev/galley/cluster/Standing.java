// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

/// What a node knows of its own membership. The data plane runs on in all of them.
public enum Standing {
    /// It has not been a member yet.
    JOINING,
    /// It is a member: the others have heard of it so lately that none of them can count it out.
    MEMBER,
    /// It has heard nothing for longer than that: the others may have gone on without it, or all
    /// are as lonely, since the whole of the coordination is gone.
    ALONE,
    /// It was paused, or has learned that the others have gone on without it. What it knows may be
    /// of another time, until it is a member again.
    OUT;

    /// Whether it may act for a role that it holds, run what only one node may run, and answer from
    /// what it holds of the cluster's state.
    public boolean owns() {
        return this == MEMBER;
    }

    /// Whether clients should be sent to it.
    public boolean ready() {
        return this != OUT;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

/// What a node knows of its own membership. The data plane runs on in all of them.
public enum Standing {
    /// It has not been a member yet.
    JOINING,
    /// It is a member, and was told so just now.
    MEMBER,
    /// It has heard nothing for less than a session: it is still counted as a member, but may not
    /// know the newest.
    UNSURE,
    /// It has heard nothing for longer: the others may have gone on without it, or all of them are
    /// as lonely since the whole of the coordination is gone.
    ALONE,
    /// It was paused, or was told that the others have gone on without it. What it knows may be of
    /// another time.
    OUT;

    /// Whether it may act for a role that it holds.
    public boolean acts() {
        return this == MEMBER;
    }

    /// Whether what it alone may own is still its own, and what it holds of the cluster's state may
    /// be answered from.
    public boolean owns() {
        return this == MEMBER || this == UNSURE;
    }

    /// Whether clients should be sent to it.
    public boolean ready() {
        return this != OUT;
    }
}

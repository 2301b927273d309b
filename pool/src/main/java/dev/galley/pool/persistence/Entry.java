// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import org.jspecify.annotations.Nullable;

/// A session in a table, and when it was last asked for, by the clock. Written under the table's
/// lock, but for the time.
final class Entry<M> {
    final SessionKey key;

    /// Null: one that this balancer does not know, or not yet, of the name that follows.
    volatile @Nullable M member;

    /// Empty: the member is known.
    String name;

    volatile long used;

    /// Of its choice; see {@link Binding}.
    long version;

    /// When all balancers were last told of it, by the clock, and whether it was this one that did.
    long told;

    boolean own;

    /// Whether it waits in the news.
    boolean queued;

    /// Its place among the slots; -1: it was removed.
    int slot;

    Entry(SessionKey key, @Nullable M member, String name, long used, long version, int slot) {
        this.key = key;
        this.member = member;
        this.name = name;
        this.used = used;
        this.version = version;
        this.slot = slot;
    }

    /// Gives the session to a member that is known here.
    void give(M to, long byVersion) {
        member = to;
        name = "";
        version = byVersion;
    }
}

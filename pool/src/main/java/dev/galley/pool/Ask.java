// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.pool.persistence.SessionKey;
import org.jspecify.annotations.Nullable;

/// What a pool may want to know of a request before it chooses. Asked on the caller's thread,
/// during {@link Pool#choose} only.
public interface Ask {
    /// A well-mixed 64-bit hash of what {@link Pool#hashKey} names; asked for by hashing policies
    /// alone.
    long hash();

    /// Whether this request has been at `member` already and must not be offered it again.
    boolean tried(Member member);

    /// What the pool knows this client's session by, if it remembers sessions: see {@link
    /// Pool#session}; null: the client has none. Whoever is chosen is then remembered.
    default @Nullable SessionKey session() {
        return null;
    }

    /// The member that the client itself says has its session, by a cookie that was found good;
    /// null: it says none.
    default @Nullable Member kept() {
        return null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import org.jspecify.annotations.Nullable;

/// What a session table asks about the members of its pool. Any thread.
///
/// @param <M> a member
public interface Members<M> {
    /// What all balancers know it by.
    String name(M member);

    /// The member of this name; null: there is none here, or not yet.
    @Nullable M named(String name);

    /// Whether it has left the pool for good: then it loses its sessions.
    boolean gone(M member);
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

/// What a pool may want to know of a request before it chooses. Asked on the caller's thread,
/// during {@link Pool#choose} only.
public interface Ask {
    /// A well-mixed 64-bit hash of what {@link Pool#hashKey} names; asked for by hashing policies
    /// alone.
    long hash();

    /// Whether this request has been at `member` already and must not be offered it again.
    boolean tried(Member member);
}

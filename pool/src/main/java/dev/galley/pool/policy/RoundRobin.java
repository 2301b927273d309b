// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

/// Each in turn, all alike: request k goes to candidate
///
///     k mod n
///
/// After the round robin of process schedulers (Kleinrock 1964). While a member's weight still
/// grows, the pool uses [Ratio] with the growing shares as weights instead.
record RoundRobin() implements Policy {
    @Override
    public int pick(Candidates candidates, long key) {
        int n = candidates.size();
        if (n == 0) return NONE;
        int i = (int) ((key & Long.MAX_VALUE) % n);
        return candidates.available(i) ? i : Policy.any(candidates, key);
    }
}

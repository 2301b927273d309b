// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

/// Each in turn, as often as its weight says, evenly spread: request k goes to
///
///     turns[k mod length]
///
/// where the turns are those of nginx's smooth weighted round robin; see [Turns].
record Ratio(Turns turns) implements Policy {
    @Override
    public int pick(Candidates candidates, long key) {
        if (candidates.size() == 0) return NONE;
        int i = turns.at(key);
        return candidates.available(i) ? i : Policy.any(candidates, key);
    }
}

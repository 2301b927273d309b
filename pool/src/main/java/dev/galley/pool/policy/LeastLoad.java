// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

/// The less loaded of two, as the members report it themselves; of two that say the same, the one
/// with fewer in flight for its weight.
///
/// Reports come with answers and are old when they are used: were the minimum taken, all requests
/// between two reports would run to the same member. So it is two choices; see [TwoChoices].
final class LeastLoad extends TwoChoices {
    LeastLoad(int[] weights) {
        super(weights);
    }

    @Override
    boolean better(Candidates candidates, int b, int a) {
        long now = candidates.now();
        int order = Double.compare(candidates.load(b, now), candidates.load(a, now));
        return order < 0 || (order == 0 && busy(candidates, b) < busy(candidates, a));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

/// The less busy of two taken at random: the one with the smaller
///
///     inFlight / weight
///
/// (see [TwoChoices]; nginx calls it `random two least_conn`).
final class RandomOfTwo extends TwoChoices {
    RandomOfTwo(int[] weights) {
        super(weights);
    }

    @Override
    boolean better(Candidates candidates, int b, int a) {
        return busy(candidates, b) < busy(candidates, a);
    }
}

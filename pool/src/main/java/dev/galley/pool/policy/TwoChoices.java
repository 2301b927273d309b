// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

/// The better of two candidates drawn at random, each as likely as its weight.
///
/// Looking at two instead of one brings the longest queue from O(log n / log log n) down to O(log
/// log n); looking at more gains little (Mitzenmacher: The Power of Two Choices in Randomized Load
/// Balancing, IEEE TPDS 2001). And it does not herd: when what is known is late, everybody who
/// takes the minimum takes the same one, while here the best is in no more than its share of the
/// pairs (Mitzenmacher: How Useful Is Old Information?, 2000).
abstract sealed class TwoChoices implements Policy permits RandomOfTwo, FastestResponse, LeastLoad {
    private final int[] weights;
    private final Turns turns;

    TwoChoices(int[] weights) {
        this.weights = weights;
        this.turns = new Turns(weights);
    }

    /// Whether candidate `b` is better than `a`.
    abstract boolean better(Candidates candidates, int b, int a);

    @Override
    public final int pick(Candidates candidates, long key) {
        int n = candidates.size();
        if (n == 0) return NONE;
        long bits = Mix.bits(key);
        int a = turns.draw(bits);
        int b = other(a, n, Mix.bits(bits));
        if (!candidates.available(a))
            return candidates.available(b) ? b : Policy.any(candidates, key);
        return a != b && candidates.available(b) && better(candidates, b, a) ? b : a;
    }

    /// A second one, different from the first where there are two.
    private int other(int a, int n, long bits) {
        int b = turns.draw(bits);
        if (b != a || n == 1) return b;
        return (a + 1 + Mix.below(n - 1, Mix.bits(bits))) % n;
    }

    /// Requests in flight for its weight.
    final double busy(Candidates candidates, int i) {
        return (double) candidates.inFlight(i) / weights[i];
    }

    final int weight(int i) {
        return weights[i];
    }
}

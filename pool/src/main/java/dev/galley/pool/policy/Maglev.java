// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import java.util.Arrays;
import java.util.List;

/// A lookup table that spreads keys evenly over names, and moves few keys when a name comes or
/// goes: Eisenbud et al., Maglev: A Fast and Reliable Software Network Load Balancer, NSDI 2016,
/// §3.4.
///
/// Each name has its own order of all slots (offset + j·skip mod M); in turns each takes the first
/// slot of its order that is still free. A name with less than the highest weight sits out turns in
/// proportion, as Envoy does it.
final class Maglev {
    /// The paper's two sizes, both prime. The larger one is taken when there would be fewer than
    /// 100 slots for each name; growing past that point moves all keys, once.
    static final int SMALL = 65_537;

    static final int LARGE = 655_373;

    private final List<String> names;
    private final int[] weights;
    private final int[] table;

    /// @param weights each above 0
    Maglev(List<String> names, int[] weights) {
        this.names = List.copyOf(names);
        this.weights = weights;
        this.table = names.isEmpty() ? new int[0] : fill();
    }

    /// The number of the name that has the slot of these well-mixed bits.
    int at(long bits) {
        return table[Mix.below(table.length, bits)];
    }

    /// Whether the table would be the same for these.
    boolean isOf(List<String> otherNames, int[] otherWeights) {
        return names.equals(otherNames) && Arrays.equals(weights, otherWeights);
    }

    private int[] fill() {
        int n = names.size();
        int slots = 100 * n <= SMALL ? SMALL : LARGE;
        int[] next = new int[n];
        int[] skip = new int[n];
        for (int i = 0; i < n; i++) {
            long hash = Mix.name(names.get(i));
            next[i] = Mix.below(slots, hash);
            skip[i] = 1 + Mix.below(slots - 1, Mix.bits(hash));
        }
        int[] filled = new int[slots];
        Arrays.fill(filled, Policy.NONE);
        long[] credit = new long[n];
        int most = Arrays.stream(weights).max().orElseThrow();
        for (int left = slots; left > 0; )
            for (int i = 0; i < n && left > 0; i++) {
                credit[i] += weights[i];
                if (credit[i] < most) continue;
                credit[i] -= most;
                while (filled[next[i]] != Policy.NONE) next[i] = (next[i] + skip[i]) % slots;
                filled[next[i]] = i;
                left--;
            }
        return filled;
    }
}

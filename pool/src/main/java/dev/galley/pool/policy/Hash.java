// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import dev.galley.config.Share;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The same key to the same member: a Maglev table over all members that are configured, up or not.
/// A key whose member cannot be had is hashed again with the number of the attempt,
///
///     table[mix(key + attempt·φ)],  attempt = 0, 1, 2, …
///
/// so that the keys of a lost member are spread over all others, those of healthy members never
/// move, and a member that comes back finds its own keys again. A member that is starting slowly is
/// passed over by a part of its keys, the same ones each time.
///
/// With a bound c, a member is passed over as well while it has more in flight than
///
///     ⌈c · (total in flight + 1) · weight / sum of weights⌉
///
/// (Mirrokni, Thorup, Zadimoghaddam: Consistent Hashing with Bounded Loads, SODA 2018).
final class Hash implements Policy {
    /// With half of the members gone, 1 key in 65,536 is left to the search for any.
    private static final int ATTEMPTS = 16;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Maglev table;
    private final @Nullable Share bound;
    private final int[] weights;
    private final long sumOfWeights;

    /// The total in flight is summed up anew after every n/16 picks: exactly that for up to 16
    /// members, 16 reads a pick on average for any number. Written by whoever comes by; a lost
    /// update makes the sum a little older.
    private volatile long total;

    private volatile int picksLeft;

    private Hash(Maglev table, @Nullable Share bound, int[] weights) {
        this.table = table;
        this.bound = bound;
        this.weights = weights;
        this.sumOfWeights = Arrays.stream(weights).asLongStream().sum();
    }

    static Hash of(
            @Nullable Share bound, List<String> names, int[] weights, @Nullable Policy before) {
        Maglev table =
                before instanceof Hash hash && hash.table.isOf(names, weights)
                        ? hash.table
                        : new Maglev(names, weights);
        return new Hash(table, bound, weights);
    }

    @Override
    public int pick(Candidates candidates, long key) {
        if (candidates.size() == 0) return NONE;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long bits = Mix.bits(key + attempt * GOLDEN);
            int i = table.at(bits);
            if (candidates.available(i) && started(candidates, i, bits) && bounded(candidates, i))
                return i;
        }
        return Policy.any(candidates, key);
    }

    Maglev table() {
        return table;
    }

    private static boolean started(Candidates candidates, int i, long bits) {
        int tenths = candidates.tenths(i);
        return tenths == 10 || Mix.below(10, Mix.bits(bits)) < tenths;
    }

    private boolean bounded(Candidates candidates, int i) {
        if (bound == null) return true;
        int inFlight = candidates.inFlight(i);
        if (inFlight == 0) return true;
        double share = (double) weights[i] / sumOfWeights;
        return inFlight + 1 <= Math.ceil(bound.fraction() * (total(candidates) + 1) * share);
    }

    private long total(Candidates candidates) {
        int left = picksLeft;
        picksLeft = left - 1;
        if (left > 0) return total;
        int n = candidates.size();
        long sum = 0;
        for (int i = 0; i < n; i++) sum += candidates.inFlight(i);
        picksLeft = n / 16;
        total = sum;
        return sum;
    }
}

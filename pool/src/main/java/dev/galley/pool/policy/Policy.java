// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import dev.galley.config.PolicyConfig;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Which of the candidates takes a request. Built anew for each snapshot of the pool, used by many
/// threads at once; what it knows is fixed weights, the live numbers of [Candidates], and a key.
public sealed interface Policy permits RoundRobin, Ratio, LeastConnections, TwoChoices, Hash {
    /// No candidate is available.
    int NONE = -1;

    /// The number of the candidate to use, or [#NONE].
    ///
    /// @param candidates as many as there were weights, in the same order
    /// @param key the request's hash for [Hash]; its running number in the pool for all others,
    ///   which is all the turn-taking and all the randomness that they need
    int pick(Candidates candidates, long key);

    /// The policy that `config` describes.
    ///
    /// @param names the candidates' names
    /// @param weights their weights, each above 0
    /// @param before the policy in use so far: what was costly to build is taken over from it
    static Policy of(
            PolicyConfig config, List<String> names, int[] weights, @Nullable Policy before) {
        return switch (config) {
            case PolicyConfig.RoundRobin _ ->
                    equal(weights) ? new RoundRobin() : new Ratio(new Turns(weights));
            case PolicyConfig.Ratio _ -> new Ratio(new Turns(weights));
            case PolicyConfig.LeastConnections _ -> new LeastConnections(weights);
            case PolicyConfig.FastestResponse _ -> new FastestResponse(weights);
            case PolicyConfig.LeastLoad _ -> new LeastLoad(weights);
            case PolicyConfig.Random _ -> new RandomOfTwo(weights);
            case PolicyConfig.Hash hash -> Hash.of(hash.bound(), names, weights, before);
        };
    }

    private static boolean equal(int[] weights) {
        return IntStream.of(weights).distinct().count() <= 1;
    }

    /// Any available candidate, sought from a place that differs from key to key, so that no
    /// neighbour inherits all the work of one that is full.
    static int any(Candidates candidates, long key) {
        int n = candidates.size();
        int start = Mix.below(n, Mix.bits(key));
        for (int i = start; i < n; i++) if (candidates.available(i)) return i;
        for (int i = 0; i < start; i++) if (candidates.available(i)) return i;
        return NONE;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

/// The fewest requests in flight for its weight: the candidate with the least
///
///     inFlight / weight
///
/// exactly, compared by cross-multiplication. Among equals the next in the weighted turns is taken,
/// as nginx does (ngx_http_upstream_least_conn_module.c), so that an idle pool is used evenly.
///
/// The search starts at that turn and ends at the first idle candidate, for none is better: it is
/// short while fewer requests than members are in flight, and O(n) when all are busy.
final class LeastConnections implements Policy {
    private final int[] weights;
    private final Turns turns;

    LeastConnections(int[] weights) {
        this.weights = weights;
        this.turns = new Turns(weights);
    }

    @Override
    public int pick(Candidates candidates, long key) {
        int n = candidates.size();
        if (n == 0) return NONE;
        int best = NONE;
        long bestInFlight = 0;
        int i = turns.at(key);
        for (int seen = 0; seen < n; seen++) {
            if (candidates.available(i)) {
                long inFlight = candidates.inFlight(i);
                if (inFlight <= 0) return i;
                if (best == NONE || inFlight * weights[best] < bestInFlight * weights[i]) {
                    best = i;
                    bestInFlight = inFlight;
                }
            }
            if (++i == n) i = 0;
        }
        return best;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.pool.policy.Candidates;

/// The candidates without those that this request has been at. Made for retries only: a first try
/// has tried none.
record Untried(Choice choice, Ask ask) implements Candidates {
    @Override
    public int size() {
        return choice.size();
    }

    @Override
    public boolean available(int i) {
        return choice.available(i) && !ask.tried(choice.member(i));
    }

    @Override
    public int inFlight(int i) {
        return choice.inFlight(i);
    }

    @Override
    public int tenths(int i) {
        return choice.tenths(i);
    }

    @Override
    public long now() {
        return choice.now();
    }

    @Override
    public double latency(int i, long now) {
        return choice.latency(i, now);
    }

    @Override
    public double load(int i, long now) {
        return choice.load(i, now);
    }
}

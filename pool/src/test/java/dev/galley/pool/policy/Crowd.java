// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import dev.galley.config.PolicyConfig;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Candidates made of numbers, for feeding policies.
final class Crowd implements Candidates {
    final int[] inFlight;
    final boolean[] available;
    final int[] tenths;
    final double[] latency;
    final double[] load;

    Crowd(int size) {
        inFlight = new int[size];
        available = new boolean[size];
        tenths = new int[size];
        latency = new double[size];
        load = new double[size];
        Arrays.fill(available, true);
        Arrays.fill(tenths, 10);
    }

    static int[] ones(int size) {
        return IntStream.generate(() -> 1).limit(size).toArray();
    }

    static List<String> names(int size) {
        return IntStream.range(0, size).mapToObj(i -> "10.0.0." + i + ":80").toList();
    }

    static Policy policy(PolicyConfig config, int... weights) {
        return Policy.of(config, names(weights.length), weights, null);
    }

    static Policy policy(PolicyConfig config, @Nullable Policy before, int... weights) {
        return Policy.of(config, names(weights.length), weights, before);
    }

    /// How often each is picked by `picks` requests that begin and end at once.
    int[] counts(Policy policy, int picks) {
        int[] counts = new int[size()];
        for (int key = 0; key < picks; key++) counts[policy.pick(this, key)]++;
        return counts;
    }

    /// Who is picked by the first requests.
    int[] picks(Policy policy, int count) {
        return IntStream.range(0, count).map(key -> policy.pick(this, key)).toArray();
    }

    @Override
    public int size() {
        return inFlight.length;
    }

    @Override
    public boolean available(int i) {
        return available[i];
    }

    @Override
    public int inFlight(int i) {
        return inFlight[i];
    }

    @Override
    public int tenths(int i) {
        return tenths[i];
    }

    @Override
    public long now() {
        return 0;
    }

    @Override
    public double latency(int i, long now) {
        return latency[i];
    }

    @Override
    public double load(int i, long now) {
        return load[i];
    }
}

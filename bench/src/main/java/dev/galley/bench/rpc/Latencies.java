// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

/// Times in buckets of which each is at most 1/32 wider than its lower end. One writer.
final class Latencies {
    private static final int SUB = 32;

    private final long[] counts = new long[64 * SUB];

    void record(long nanos) {
        counts[bucket(nanos)]++;
    }

    void add(Latencies other) {
        for (int i = 0; i < counts.length; i++) counts[i] += other.counts[i];
    }

    long count() {
        long sum = 0;
        for (long count : counts) sum += count;
        return sum;
    }

    /// The time that this share of all is not above.
    long at(double share) {
        long wanted = (long) Math.ceil(count() * share), sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            if (sum >= wanted) return upper(i);
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < SUB) return (int) Math.max(0, nanos);
        int shift = 63 - Long.numberOfLeadingZeros(nanos) - 5;
        return (shift + 1) * SUB + (int) (nanos >>> shift) - SUB;
    }

    private static long upper(int bucket) {
        if (bucket < SUB) return bucket;
        int shift = bucket / SUB - 1;
        return (((long) (bucket % SUB + SUB) + 1) << shift) - 1;
    }
}

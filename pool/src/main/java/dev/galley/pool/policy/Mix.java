// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

/// Turns running numbers and names into bits that look random, the same every time.
final class Mix {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Mix() {}

    /// The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
    /// Generators, OOPSLA 2014), variant 13 of Stafford: of consecutive numbers it makes a random
    /// sequence without state of its own.
    static long bits(long number) {
        long z = (number + 1) * GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// A number from 0 to `bound` - 1 by the high bits (Lemire: Fast Random Integer Generation in
    /// an Interval, 2019, without the rejection: the bias is below 2^-32 here).
    static int below(int bound, long bits) {
        return (int) Math.unsignedMultiplyHigh(bits, bound);
    }

    /// A hash of a name: FNV-1a, mixed.
    static long name(String name) {
        long h = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) h = (h ^ name.charAt(i)) * 0x100000001B3L;
        return bits(h);
    }
}

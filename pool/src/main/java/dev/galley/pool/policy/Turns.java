// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import java.util.Arrays;
import java.util.LinkedHashMap;

/// A fixed sequence in which candidate i has a share of `weight[i]`, spread evenly: read in order
/// it is smooth weighted round robin, read at random places a weighted die.
///
/// At each step of nginx's algorithm (commit 52327e0627f4, 2012: "Upstream: smooth weighted
/// round-robin balancing") everyone's credit grows by its weight, the highest credit takes the turn
/// and pays the sum of all weights. That is O(n) a turn; here the steps are taken once, for
/// *classes* of candidates with the same weight (whose credit grows by weight times size), and the
/// members of a class take its turns one after the other: O(number of different weights) a turn,
/// and smoother among equals than the original.
///
/// Weights are divided by their greatest common divisor. A sequence still longer than [#LIMIT] (or
/// 4 turns for each candidate, if that is more) is scaled down to it: shares are then exact to
/// about one turn in the length.
final class Turns {
    /// The longest sequence for up to 16,384 candidates; 256 KiB of memory.
    static final int LIMIT = 65_536;

    private final int[] table;

    /// @param weights each above 0
    Turns(int[] weights) {
        int[] shares = scaled(weights);
        LinkedHashMap<Integer, ClassOfEqual> classes = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++)
            classes.computeIfAbsent(shares[i], ClassOfEqual::new).add(i);
        table = sequence(classes.values().toArray(ClassOfEqual[]::new));
    }

    /// The candidate whose turn `number` is.
    int at(long number) {
        return table[(int) ((number & Long.MAX_VALUE) % table.length)];
    }

    /// A candidate by random bits, as likely as its share.
    int draw(long bits) {
        return table[Mix.below(table.length, bits)];
    }

    int length() {
        return table.length;
    }

    private static int[] scaled(int[] weights) {
        int divisor = Arrays.stream(weights).reduce(0, Turns::gcd);
        long sum = Arrays.stream(weights).asLongStream().sum() / Math.max(1, divisor);
        long limit = Math.max(LIMIT, 4L * weights.length);
        double scale = sum <= limit ? 1.0 / divisor : (double) limit / sum / divisor;
        return Arrays.stream(weights).map(w -> (int) Math.max(1, Math.round(w * scale))).toArray();
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static int[] sequence(ClassOfEqual[] classes) {
        long sum = Arrays.stream(classes).mapToLong(c -> c.weight).sum();
        int[] turns = new int[(int) sum];
        for (int turn = 0; turn < turns.length; turn++) {
            ClassOfEqual best = classes[0];
            for (ClassOfEqual c : classes) {
                c.credit += c.weight;
                if (c.credit > best.credit) best = c;
            }
            best.credit -= sum;
            turns[turn] = best.next();
        }
        return turns;
    }

    /// Candidates of the same share.
    private static final class ClassOfEqual {
        private final int share;
        private int[] members = new int[4];
        private int size;
        private int turn;
        long weight;
        long credit;

        ClassOfEqual(int share) {
            this.share = share;
        }

        void add(int member) {
            if (size == members.length) members = Arrays.copyOf(members, 2 * size);
            members[size++] = member;
            weight += share;
        }

        int next() {
            return members[turn++ % size];
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.reach.kernel.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Which member has which slot: a rule takes the slot of a counter, or of a hash.
final class Slots {
    /// For hashes; a prime, as hashes like it. A member's share is exact to a tenth of a percent.
    static final int HASHED = 1021;

    private static final int MOST = 1024;

    private Slots() {}

    /// Each member once.
    static List<Destination> even(List<Destination> members) {
        return members.stream().filter(m -> m.weight() > 0).toList();
    }

    /// Each member as often as its weight says, spread out: the smooth weighted round robin of
    /// nginx. Weights are divided by what they have in common, and made smaller where there would
    /// be more than 1024 slots.
    static List<Destination> weighted(List<Destination> members) {
        List<Destination> serving = even(members);
        int[] weights = reduced(serving.stream().mapToInt(Destination::weight).toArray());
        int total = 0;
        for (int weight : weights) total += weight;
        int[] credit = new int[weights.length];
        List<Destination> slots = new ArrayList<>();
        for (int slot = 0; slot < total; slot++) {
            int best = 0;
            for (int i = 0; i < weights.length; i++) {
                credit[i] += weights[i];
                if (credit[i] > credit[best]) best = i;
            }
            credit[best] -= total;
            slots.add(serving.get(best));
        }
        return slots;
    }

    private static int[] reduced(int[] weights) {
        int common = 0;
        long total = 0;
        for (int weight : weights) {
            common = gcd(weight, common);
            total += weight;
        }
        int divisor = Math.max(1, common);
        if (total / divisor <= MOST) {
            for (int i = 0; i < weights.length; i++) weights[i] /= divisor;
            return weights;
        }
        for (int i = 0; i < weights.length; i++)
            weights[i] = (int) Math.max(1, Math.round((double) weights[i] * MOST / total));
        return weights;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /// By weighted rendezvous: a member that comes or goes moves its own share of slots, and no
    /// other (Thaler and Ravishankar, Using Name-Based Mappings to Increase Hit Rates, 1998; with
    /// weights: Schindelhauer and Schomaker, Weighted Distributed Hash Tables, 2005).
    static List<Destination> hashed(List<Destination> members) {
        List<Destination> serving = even(members);
        List<Destination> slots = new ArrayList<>();
        if (serving.isEmpty()) return slots;
        for (int slot = 0; slot < HASHED; slot++) {
            Destination best = serving.getFirst();
            for (Destination one : serving) if (score(one, slot) > score(best, slot)) best = one;
            slots.add(best);
        }
        return slots;
    }

    private static double score(Destination member, int slot) {
        long seed = ((long) member.address().toString().hashCode() << 32) + slot;
        return member.weight() / -Math.log(new SplittableRandom(seed).nextDouble());
    }
}

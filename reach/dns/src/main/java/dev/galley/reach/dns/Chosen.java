// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.pool.MemberState;
import dev.galley.reach.dns.Family.Some;
import java.util.random.RandomGenerator;

/// The members that an answer names. Reused from query to query; one for each loop.
final class Chosen {
    /// How many an answer names at the most.
    static final int MOST = 32;

    /// Which turns are counted together.
    static final int V4 = 0, V6 = 1, BOTH = 2;

    /// Among how many the further members of an answer are sought: a pool may have thousands.
    private static final int SOUGHT = 64;

    private final int loop;
    private final RandomGenerator random;
    private final double[] ranks = new double[MOST];

    final MemberState[] states = new MemberState[MOST];
    final byte[][] addresses = new byte[MOST][];
    int count;

    Chosen(int loop, RandomGenerator random) {
        this.loop = loop;
        this.random = random;
    }

    /// Chooses.
    ///
    /// @param kind of the turns
    /// @param most how many, 1 to [#MOST]
    /// @param hash of the client, for a policy that wants it
    /// @return whether an answer can be given, if perhaps an empty one; else nobody is up, and this
    ///   is to be said
    boolean choose(Service service, Family family, int kind, int most, long hash) {
        count = 0;
        if (family.some.states.length > 0) {
            long key = family.selection.hashes() ? hash : service.turn(loop, kind);
            int first = family.selection.pick(key);
            if (first >= 0) {
                add(family.some, first);
                if (most > 1) addMore(family, first, most);
                return true;
            }
        }
        return nobodyToChoose(service, family);
    }

    /// Nobody is up, or each that is has all the connections that it may have: which is not for the
    /// DNS to say, since answers last longer.
    private boolean nobodyToChoose(Service service, Family family) {
        Source.View view = service.source.view();
        boolean down = view.snapshot.up() == 0;
        if (down && service.servfail) return false;
        Some all = family.all;
        int n = all.states.length;
        int start = n > MOST ? random.nextInt(n) : 0;
        for (int i = 0; i < n && count < MOST; i++) {
            int at = (start + i) % n;
            if (down || all.states[at].status() == MemberState.Status.UP) add(all, at);
        }
        return count > 0 || view.both.all.states.length > 0;
    }

    /// Others beside the first: of some from a random place on, those with the lowest ranks
    /// -ln(u)/weight, u uniform in (0,1], which is drawing by weight without putting back
    /// (Efraimidis, Spirakis: Weighted random sampling with a reservoir, 2006).
    private void addMore(Family family, int first, int most) {
        Some some = family.some;
        int n = some.states.length, start = n > SOUGHT ? random.nextInt(n) : 0;
        for (int i = 0; i < n && i < SOUGHT; i++) {
            int at = (start + i) % n;
            if (at == first || !family.selection.available(at)) continue;
            double rank = -Math.log(1 - random.nextDouble()) / some.states[at].effectiveWeight();
            if (count < most) count++;
            else if (rank >= ranks[count - 1]) continue;
            insert(some, at, rank);
        }
    }

    /// Into the order of the ranks, behind the first; the last one falls out.
    private void insert(Some some, int at, double rank) {
        int i = count - 1;
        for (; i > 1 && ranks[i - 1] > rank; i--) {
            ranks[i] = ranks[i - 1];
            states[i] = states[i - 1];
            addresses[i] = addresses[i - 1];
        }
        ranks[i] = rank;
        states[i] = some.states[at];
        addresses[i] = some.addresses[at];
    }

    private void add(Some some, int at) {
        states[count] = some.states[at];
        addresses[count++] = some.addresses[at];
    }
}

// SPDX-License-Identifier: Apache-2.0
package genes.align;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import java.util.Arrays;

/// Finds how well a sequence goes with a query, and where: the local alignment of Smith and
/// Waterman ("Identification of Common Molecular Subsequences", 1981) with the affine gaps of Gotoh
/// ("An Improved Algorithm for Matching Biological Sequences", 1982), in memory of the query's
/// length. One thread at a time.
final class Gotoh {
    /// Less than any score, and far from the least number.
    static final int LOW = Integer.MIN_VALUE / 2;

    /// Between two looks whether it is to go on, in letters of the sequence.
    private static final int BREATH = 1024;

    private final int[][] pairs = new int[Letters.COUNT][];
    private final int length;
    private final int extend;
    private final int first;

    /// For each letter of the query: the best that ends there, and that in a gap of the query.
    private final int[] best;

    private final int[] gap;

    /// Where an alignment ends.
    ///
    /// @param score 0: there is none
    /// @param query its last letter, from 0
    /// @param sequence its last letter, from 0
    record End(int score, int query, int sequence) {}

    Gotoh(byte[] query, Scoring scoring) {
        length = query.length;
        extend = scoring.extend();
        first = scoring.open() + extend;
        best = new int[length];
        gap = new int[length];
        for (int letter = 0; letter < Letters.COUNT; letter++) {
            pairs[letter] = new int[length];
            for (int i = 0; i < length; i++) pairs[letter][i] = scoring.pair(letter, query[i]);
        }
    }

    /// The best alignment; of several equal ones that which ends first.
    ///
    /// @throws CallException if the thread is interrupted
    End end(byte[] sequence) {
        Arrays.fill(best, 0);
        Arrays.fill(gap, LOW);
        End end = new End(0, 0, 0);
        for (int j = 0; j < sequence.length; j++) {
            if (j % BREATH == BREATH - 1) breathe();
            int highest = column(pairs[sequence[j]]);
            if (highest > end.score) end = new End(highest, indexOf(highest), j);
        }
        return end;
    }

    /// All ends at one more letter of the sequence; the highest score there.
    private int column(int[] pair) {
        int[] scores = best, gaps = gap;
        int diagonal = 0, down = LOW, highest = 0;
        for (int i = 0; i < scores.length; i++) {
            int left = scores[i];
            int across = Math.max(gaps[i] - extend, left - first);
            int score = Math.max(Math.max(diagonal + pair[i], 0), Math.max(across, down));
            gaps[i] = across;
            scores[i] = score;
            down = Math.max(down - extend, score - first);
            diagonal = left;
            highest = Math.max(highest, score);
        }
        return highest;
    }

    private int indexOf(int score) {
        int i = 0;
        while (best[i] != score) i++;
        return i;
    }

    /// Lets others onto the processor, and looks whether the answer is still wanted.
    @SuppressWarnings("ThreadPriorityCheck") // nothing else takes a core from a virtual thread
    static void breathe() {
        Thread.yield();
        if (Thread.currentThread().isInterrupted()) throw givenUp();
    }

    static CallException givenUp() {
        return new CallException(Stage.CANCELLED, "cancelled", "the search was given up", null);
    }
}

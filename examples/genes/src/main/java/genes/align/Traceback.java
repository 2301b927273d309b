// SPDX-License-Identifier: Apache-2.0
package genes.align;

import java.util.Arrays;

/// How an alignment goes whose end is known: fills the table of Gotoh once more, where the
/// alignment can lie, and goes back through it. Of equal ways it takes pairs before gaps of the
/// query before gaps of the sequence, so that everybody finds the same one.
final class Traceback {
    /// Where a score comes from, and whether the gaps that end there began before.
    private static final int PAIR = 1, ACROSS = 2, DOWN = 3, FROM = 3, LONGER_ACROSS = 4;

    private static final int LONGER_DOWN = 8;

    private final byte[] query;
    private final byte[] sequence;
    private final Scoring scoring;

    /// The window of the sequence that is looked at: from here, so many letters.
    private final int start;

    private final int width;
    private final byte[] table;

    /// @param from the first letter of each, from 0
    /// @param cigar as {@link genes.Hit} has it
    record Way(int queryFrom, int from, String cigar) {}

    private Traceback(byte[] query, byte[] sequence, Scoring scoring, Gotoh.End end) {
        this.query = query;
        this.sequence = sequence;
        this.scoring = scoring;
        int rows = end.query() + 1;
        this.start = Math.max(0, end.sequence() + 1 - rows - scoring.longestGap(rows));
        this.width = end.sequence() + 1 - start;
        this.table = new byte[rows * width];
        fill(rows);
    }

    static Way of(byte[] query, byte[] sequence, Scoring scoring, Gotoh.End end) {
        return new Traceback(query, sequence, scoring, end).back(end.query(), end.sequence());
    }

    private void fill(int rows) {
        int[] above = new int[width + 1], down = new int[width];
        Arrays.fill(down, Gotoh.LOW);
        for (int i = 0; i < rows; i++) row(i, above, down);
    }

    /// @param above the scores of the row before, one to the right, and then of this one
    private void row(int i, int[] above, int[] down) {
        int first = scoring.open() + scoring.extend();
        int diagonal = 0, across = Gotoh.LOW, left = 0;
        for (int j = 0; j < width; j++) {
            int up = above[j + 1];
            int longer = across - scoring.extend(), fresh = left - first;
            across = Math.max(longer, fresh);
            int longerDown = down[j] - scoring.extend(), freshDown = up - first;
            down[j] = Math.max(longerDown, freshDown);
            int pair = diagonal + scoring.pair(query[i], sequence[start + j]);
            int score = Math.max(Math.max(pair, 0), Math.max(across, down[j]));
            int from = score == 0 ? 0 : score == pair ? PAIR : score == across ? ACROSS : DOWN;
            if (longer > fresh) from |= LONGER_ACROSS;
            if (longerDown > freshDown) from |= LONGER_DOWN;
            table[i * width + j] = (byte) from;
            diagonal = up;
            left = score;
            above[j + 1] = score;
        }
    }

    private Way back(int i, int last) {
        Cigar cigar = new Cigar();
        int j = last - start;
        int state = PAIR;
        while (i >= 0 && j >= 0) {
            int cell = table[i * width + j];
            if (state == PAIR) {
                state = cell & FROM;
                if (state == 0) break;
                if (state != PAIR) continue;
                cigar.add('M');
                i--;
                j--;
            } else if (state == ACROSS) {
                cigar.add('D');
                if ((cell & LONGER_ACROSS) == 0) state = PAIR;
                j--;
            } else {
                cigar.add('I');
                if ((cell & LONGER_DOWN) == 0) state = PAIR;
                i--;
            }
        }
        return new Way(i + 1, start + j + 1, cigar.text());
    }

    /// Steps, the last one first.
    private static final class Cigar {
        private final StringBuilder steps = new StringBuilder();

        void add(char step) {
            steps.append(step);
        }

        String text() {
            StringBuilder text = new StringBuilder();
            String all = steps.reverse().toString();
            for (int i = 0; i < all.length(); ) {
                int begin = i;
                while (i < all.length() && all.charAt(i) == all.charAt(begin)) i++;
                text.append(i - begin).append(all.charAt(begin));
            }
            return text.toString();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package genes.align;

import static org.assertj.core.api.Assertions.assertThat;

import genes.align.Gotoh.End;
import genes.align.Traceback.Way;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Alignments by hand, and many against the definition.
class GotohTest {
    private static final Pattern STEP = Pattern.compile("(\\d+)([MID])");

    @ParameterizedTest
    @CsvSource({
        "ACGT, ACGT, 8, 1, 1, 4M",
        "ACGT, TTACGTTT, 8, 1, 3, 4M",
        "acgu, TTACGTTT, 8, 1, 3, 4M",
        "ACGTACGT, ACGTCACGT, 9, 1, 1, 4M1D4M",
        "ACGTACGTCC, ACGTCGTCC, 11, 1, 1, 4M1I5M",
        "GATTACAGATTACA, GATTACATTTGATTACA, 17, 1, 1, 7M3D7M",
        "AAAACCCC, AAAAGCCCC, 11, 1, 1, 8M",
        "NNNN, ACGT, 0, 0, 0, ''",
        "ACGT, NNNN, 0, 0, 0, ''"
    })
    void alignmentsAreAsByHand(
            String query, String sequence, int score, int queryFrom, int from, String cigar) {
        byte[] one = Letters.numbers(query), other = Letters.numbers(sequence);
        End end = new Gotoh(one, Scoring.BLASTN).end(other);
        assertThat(end.score()).isEqualTo(score);
        if (score == 0) return;
        Way way = Traceback.of(one, other, Scoring.BLASTN, end);
        assertThat(way).isEqualTo(new Way(queryFrom - 1, from - 1, cigar));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theScoreIsThatOfTheDefinitionAndTheWayIsWorthIt(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50; i++) {
            byte[] query = letters(random, random.nextInt(1, 40), 1 + seed % 4);
            byte[] sequence = letters(random, random.nextInt(1, 120), 1 + seed % 4);
            End end = new Gotoh(query, Scoring.BLASTN).end(sequence);
            assertThat(end.score()).isEqualTo(definition(query, sequence));
            if (end.score() > 0) assertThat(worth(query, sequence, end)).isEqualTo(end.score());
        }
    }

    @Test
    void anAlignmentFarBehindIsFoundWithItsGaps() {
        SplittableRandom random = new SplittableRandom(9);
        byte[] query = letters(random, 200, 4);
        byte[] sequence = letters(random, 5000, 4);
        System.arraycopy(query, 0, sequence, 4000, 80);
        System.arraycopy(query, 80, sequence, 4100, 120);
        End end = new Gotoh(query, Scoring.BLASTN).end(sequence);
        Way way = Traceback.of(query, sequence, Scoring.BLASTN, end);
        assertThat(way.from()).isEqualTo(4000);
        assertThat(end.score()).isEqualTo(400 - 5 - 20 * 2);
        assertThat(worth(query, sequence, end)).isEqualTo(end.score());
    }

    private static byte[] letters(SplittableRandom random, int length, int kinds) {
        byte[] letters = new byte[length];
        for (int i = 0; i < length; i++) letters[i] = (byte) random.nextInt(kinds);
        return letters;
    }

    /// Smith and Waterman's, with gaps of any length looked at one by one: cubic, and obvious.
    private static int definition(byte[] query, byte[] sequence) {
        int[][] score = new int[query.length + 1][sequence.length + 1];
        int best = 0;
        for (int i = 1; i <= query.length; i++)
            for (int j = 1; j <= sequence.length; j++) {
                int pair = Scoring.BLASTN.pair(query[i - 1], sequence[j - 1]);
                int highest = Math.max(0, score[i - 1][j - 1] + pair);
                for (int k = 1; k <= i; k++)
                    highest = Math.max(highest, score[i - k][j] - 5 - 2 * k);
                for (int k = 1; k <= j; k++)
                    highest = Math.max(highest, score[i][j - k] - 5 - 2 * k);
                score[i][j] = highest;
                best = Math.max(best, highest);
            }
        return best;
    }

    /// What the alignment scores, letter by letter, if it ends where it should.
    private static int worth(byte[] query, byte[] sequence, End end) {
        Way way = Traceback.of(query, sequence, Scoring.BLASTN, end);
        int i = way.queryFrom(), j = way.from(), worth = 0;
        for (MatchResult step : STEP.matcher(way.cigar()).results().toList()) {
            int count = Integer.parseInt(step.group(1));
            if (step.group(2).equals("M"))
                for (int k = 0; k < count; k++)
                    worth += Scoring.BLASTN.pair(query[i++], sequence[j++]);
            else {
                worth -= 5 + 2 * count;
                if (step.group(2).equals("I")) i += count;
                else j += count;
            }
        }
        assertThat(i).isEqualTo(end.query() + 1);
        assertThat(j).isEqualTo(end.sequence() + 1);
        return worth;
    }
}

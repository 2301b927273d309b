// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.PolicyConfig;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static int[] sequence(int... weights) {
        Turns turns = new Turns(weights);
        return IntStream.range(0, turns.length()).map(turns::at).toArray();
    }

    private static int[] counts(int[] sequence, int size) {
        int[] counts = new int[size];
        for (int i : sequence) counts[i]++;
        return counts;
    }

    @Test
    void equalWeightsTakeTurnsInOrder() {
        assertThat(sequence(4, 4, 4)).containsExactly(0, 1, 2);
    }

    @Test
    void differentWeightsTakeNginxsTurns() {
        assertThat(sequence(5, 1, 2)).containsExactly(0, 2, 0, 0, 1, 0, 2, 0);
    }

    @Test
    void weightsAreDividedByWhatTheyHaveInCommon() {
        assertThat(sequence(300, 200, 100)).hasSize(6);
    }

    @Test
    void eachHasExactlyItsShareOfARound() {
        assertThat(counts(sequence(7, 3, 1, 1, 7), 5)).containsExactly(7, 3, 1, 1, 7);
    }

    @Test
    void noOneIsEverMoreThanOneTurnAheadOfItsShareOrTwoBehind() {
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            int[] weights = random.ints(6, 1, 20).toArray();
            int sum = Arrays.stream(weights).sum();
            int[] counts = new int[6];
            int turn = 0;
            for (int i : sequence(weights)) {
                counts[i]++;
                turn++;
                for (int j = 0; j < 6; j++) {
                    double due = (double) turn * weights[j] / sum;
                    assertThat(counts[j] - due).isBetween(-2.0, 1.5);
                }
            }
        }
    }

    @Test
    void aVeryLongRoundIsScaledDownAndSharesStayWithinAPercent() {
        int[] weights = {999, 998, 997, 1, 501};
        int[] many = IntStream.range(0, 1000).map(i -> weights[i % 5]).toArray();
        int[] sequence = sequence(many);
        assertThat(sequence.length).isLessThanOrEqualTo(Turns.LIMIT + many.length);
        int[] counts = counts(sequence, many.length);
        double unit = sequence.length / (double) Arrays.stream(many).sum();
        assertThat((double) counts[0]).isCloseTo(999 * unit, Percentage.withPercentage(1));
        assertThat((double) counts[4]).isCloseTo(501 * unit, Percentage.withPercentage(1.5));
        assertThat(counts[3]).isPositive();
    }

    @Test
    void aDrawIsAsLikelyAsTheWeight() {
        Turns turns = new Turns(new int[] {6, 3, 1});
        int[] counts = new int[3];
        for (long i = 0; i < 100_000; i++) counts[turns.draw(Mix.bits(i))]++;
        assertThat(counts[0] / 100_000.0).isCloseTo(0.6, Offset.offset(0.01));
        assertThat(counts[2] / 100_000.0).isCloseTo(0.1, Offset.offset(0.01));
    }

    @Test
    void roundRobinCountsAllAlikeAndRatioByWeight() {
        Crowd crowd = new Crowd(3);
        assertThat(crowd.picks(Crowd.policy(new PolicyConfig.RoundRobin(), 1, 1, 1), 5))
                .containsExactly(0, 1, 2, 0, 1);
        assertThat(crowd.counts(Crowd.policy(new PolicyConfig.Ratio(), 6, 3, 1), 1000))
                .containsExactly(600, 300, 100);
    }

    @Test
    void theTurnsOfOneThatIsNotAvailableAreSpreadOverAllOthers() {
        for (PolicyConfig config :
                new PolicyConfig[] {new PolicyConfig.RoundRobin(), new PolicyConfig.Ratio()}) {
            Crowd crowd = new Crowd(5);
            crowd.available[1] = false;
            int[] counts = crowd.counts(Crowd.policy(config, 1, 1, 1, 1, 1), 100_000);
            assertThat(counts[1]).isZero();
            for (int i : new int[] {0, 2, 3, 4}) assertThat(counts[i]).isBetween(20_000, 30_500);
        }
    }
}

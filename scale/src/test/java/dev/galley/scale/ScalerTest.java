// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import static dev.galley.scale.Given.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.scale.Given.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalerTest {
    private static final double NO = Double.NaN;
    private static final String PLAIN = "min: 2, max: 20, predict: 0s, in-flight: 32";

    private static final String RISING = "max: 99, in-flight: 10, tolerance: 0%";

    @Test
    void thereAreAsManyAsTheLoadIsWorth() {
        assertThat(new Run(PLAIN, 2).under(180)).isEqualTo(6);
        assertThat(new Run(PLAIN, 6).under(192)).isEqualTo(6);
    }

    @Test
    void aLoadThatIsOffByLessThanTheToleranceChangesNothing() {
        assertThat(new Run(PLAIN, 5).under(175)).isEqualTo(5);
        assertThat(new Run(PLAIN, 5).under(177)).isEqualTo(6);
        assertThat(new Run(PLAIN + ", tolerance: 0%", 5).under(161)).isEqualTo(6);
        assertThat(new Run(PLAIN + ", in-window: 0s", 5).under(145)).isEqualTo(5);
    }

    @Test
    void theBoundsHoldWhateverTheLoad() {
        Run run = new Run(PLAIN + ", in-window: 0s", 16);
        assertThat(run.under(10_000)).isEqualTo(20);
        assertThat(run.under(0)).isEqualTo(2);
        assertThat(new Run(PLAIN, 0).under(0)).isEqualTo(2);
    }

    @Test
    void asManyComeAtOnceAsThereAreOrFour() {
        Run run = new Run(PLAIN, 2);
        assertThat(run.under(10_000)).isEqualTo(6);
        assertThat(run.under(10_000)).isEqualTo(12);
        assertThat(run.under(10_000)).isEqualTo(20);
    }

    @Test
    void fewerComeOnlyWhenFewerWereWantedAllThroughTheWindow() {
        Run run = new Run(PLAIN + ", in-window: 20s", 6);
        assertThat(run.under(190)).isEqualTo(6);
        for (int i = 0; i < 4; i++) assertThat(run.under(60)).isEqualTo(6);
        assertThat(run.under(60)).isEqualTo(2);
    }

    @Test
    void aPeakWithinTheWindowKeepsWhatItWanted() {
        Run run = new Run(PLAIN + ", in-window: 20s", 10);
        run.under(320);
        for (int i = 0; i < 3; i++) run.under(60);
        run.under(250);
        assertThat(run.under(60)).isEqualTo(8);
    }

    @Test
    void aStartIsNoReasonToBeFewerAtOnce() {
        Run run = new Run(PLAIN + ", in-window: 20s", 10);
        for (int i = 0; i < 4; i++) assertThat(run.under(0)).isEqualTo(10);
        run.under(0);
        assertThat(run.under(0)).isEqualTo(2);
    }

    @Test
    void moreComeOnlyWhenMoreWereWantedAllThroughTheirWindow() {
        Run run = new Run(PLAIN + ", out-window: 10s", 2);
        assertThat(run.under(60)).isEqualTo(2);
        assertThat(run.under(180)).isEqualTo(2);
        assertThat(run.under(60)).isEqualTo(2);
        run.under(180);
        run.under(180);
        assertThat(run.under(180)).isEqualTo(6);
    }

    @Test
    void theTargetThatAsksForMostDecides() {
        Run run = new Run("max: 20, predict: 0s, in-flight: 32, requests: 600/m, cpu: 50%", 4);
        Decision decision = run.decide(new Load(4, 64, 45, 3.2, NO));
        assertThat(decision.wanted()).isEqualTo(7);
        assertThat(decision.because()).isEqualTo("320 % of CPU, 50 for each");
        assertThat(run.under(new Load(4, 64, 85, NO, NO))).isEqualTo(9);
    }

    @Test
    void nothingChangesWhileTheLoadIsNotKnown() {
        assertThat(new Run("max: 9, cpu: 50%", 5).under(Load.unknown(5))).isEqualTo(5);
        assertThat(new Run(PLAIN, 5).under(Load.unknown(5))).isEqualTo(5);
    }

    @Test
    void slowAnswersBringMoreInProportionAndTwiceAsManyAtTheMost() {
        String p95 = "max: 20, predict: 0s, in-window: 0s, p95: 200ms";
        assertThat(new Run(p95, 4).under(new Load(4, NO, 9, NO, 0.3))).isEqualTo(6);
        assertThat(new Run(p95, 4).under(new Load(4, NO, 9, NO, 9))).isEqualTo(8);
        assertThat(new Run(p95, 4).under(new Load(2, NO, 9, NO, 9))).isEqualTo(4);
    }

    @Test
    void quickAnswersBringFewerAQuarterAtTheMost() {
        String p95 = "max: 20, predict: 0s, in-window: 0s, p95: 200ms";
        assertThat(new Run(p95, 8).under(new Load(8, NO, 9, NO, 0.120))).isEqualTo(8);
        assertThat(new Run(p95, 8).under(new Load(8, NO, 9, NO, 0.090))).isEqualTo(6);
        assertThat(new Run(p95, 2).under(new Load(2, NO, 9, NO, 0.001))).isEqualTo(1);
        assertThat(new Run(p95, 8).under(new Load(8, NO, 0, NO, NO))).isEqualTo(6);
    }

    @Test
    void aLoadThatRisesIsMetByWhenTheNextMemberServes() {
        Run now = new Run(RISING, 10).startsWithin(Duration.ofSeconds(25));
        Run late = new Run(RISING + ", predict: 0s", 10);
        for (int i = 0; i <= 10; i++) {
            now.under(100 + 10 * i);
            late.under(100 + 10 * i);
        }
        assertThat(late.current).isEqualTo(20);
        assertThat(now.current).isEqualTo(26);
    }

    @Test
    void noiseIsNoTrend() {
        Run run = new Run("max: 99, in-flight: 10", 10).startsWithin(Duration.ofSeconds(60));
        List<Integer> wanted = new ArrayList<>();
        int[] noise = {3, -4, 1, 5, -5, 2, -1, 4, -3, 0, 5, -2, -4, 3, 1, -5, 4, 2, -1, 5};
        for (int off : noise) wanted.add(run.under(100 + off));
        assertThat(wanted).containsOnly(10);
    }

    @Test
    void whatIsForetoldIsTwiceOfWhatThereIsAtTheMost() {
        Run run = new Run(RISING, 8).startsWithin(Duration.ofHours(1));
        for (int i = 0; i <= 10; i++) run.under(40 + 10 * i);
        assertThat(run.current).isEqualTo(28);
    }

    @Test
    void theScheduleBringsMembersWhateverTheLoad() {
        Run run =
                new Run(
                        "min: 2, max: 20, in-window: 0s, zone: Asia/Shanghai, schedule:"
                                + " [{from: 08:00, to: 21:00, days: [mon, wed], members: 5},"
                                + " {from: 20:00, to: 02:00, dates: [2026-11-11], members: 12}]",
                        2);
        assertThat(run.under(Load.unknown(2))).isEqualTo(6);
        Decision decision = run.decide(Load.unknown(2));
        assertThat(decision).isEqualTo(new Decision(12, "by the schedule"));
        run.date = NOON.plusHours(5);
        assertThat(run.under(Load.unknown(2))).isEqualTo(12);
        run.date = NOON.plusHours(6);
        assertThat(run.under(Load.unknown(2))).isEqualTo(2);
        run.date = NOON.minusHours(1);
        assertThat(run.under(Load.unknown(2))).isEqualTo(5);
        run.date = NOON.plusDays(1).minusHours(1);
        assertThat(run.under(Load.unknown(2))).isEqualTo(2);
    }
}

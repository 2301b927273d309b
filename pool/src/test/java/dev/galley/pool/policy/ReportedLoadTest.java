// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReportedLoadTest {
    private static final long SECOND = 1_000_000_000;
    private final ReportedLoad.Neutral neutral = new ReportedLoad.Neutral();
    private final ReportedLoad load = new ReportedLoad();

    @Test
    void aFreshReportIsBelieved() {
        load.report(0.8, SECOND, neutral);
        assertThat(load.at(SECOND, neutral)).isEqualTo(0.8);
    }

    @Test
    void anOldReportFadesToWhatAllOthersSay() {
        load.report(0.9, 0, neutral);
        ReportedLoad other = new ReportedLoad();
        for (int i = 0; i < 200; i++) other.report(0.1, 60 * SECOND, neutral);
        assertThat(load.at(60 * SECOND, neutral)).isCloseTo(0.1, Offset.offset(0.01));
    }

    @Test
    void oneThatSaysNothingIsTakenForAverage() {
        new ReportedLoad().report(0.4, 0, neutral);
        assertThat(load.at(0, neutral)).isEqualTo(0.4);
    }

    @Test
    void nonsenseIsIgnored() {
        load.report(0.4, 0, neutral);
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY})
            load.report(bad, 0, neutral);
        assertThat(load.at(0, neutral)).isEqualTo(0.4);
    }
}

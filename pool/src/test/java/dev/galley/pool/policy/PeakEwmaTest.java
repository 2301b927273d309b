// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
    private static final long SECOND = 1_000_000_000;
    private static final double DECAY = 10.0 * SECOND;
    private final PeakEwma latency = new PeakEwma(0);

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(latency.at(5 * SECOND, DECAY)).isZero();
    }

    @Test
    void aPeakCountsAtOnce() {
        latency.observe(1_000, 1, DECAY);
        latency.observe(900_000, 2, DECAY);
        assertThat(latency.at(2, DECAY)).isEqualTo(900_000);
    }

    @Test
    void fasterAnswersBringItDownByTheTimeThatPassed() {
        latency.observe(1_000_000, SECOND, DECAY);
        latency.observe(0, 11 * SECOND, DECAY);
        assertThat(latency.at(11 * SECOND, DECAY))
                .isCloseTo(1_000_000 / Math.E, Percentage.withPercentage(0.1));
    }

    @Test
    void itFadesWhileNothingIsMeasured() {
        latency.observe(1_000_000, SECOND, DECAY);
        assertThat(latency.at(21 * SECOND, DECAY))
                .isCloseTo(1_000_000 / Math.E / Math.E, Percentage.withPercentage(0.1));
    }
}

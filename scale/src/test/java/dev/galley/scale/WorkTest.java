// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkTest {
    private static final Work ONE = new Work(12.5, 40, 0.75, List.of(0L, 0L, 90L));
    private static final Work OTHER = new Work(3.5, 2, Double.NaN, List.of(0L, 0L, 0L, 10L, 0L));

    @Test
    void itReadsAsItWasWritten() {
        assertThat(ONE).hasToString("12.500 40.000 0.750 0,0,90");
        assertThat(Work.parse(ONE.toString())).isEqualTo(ONE);
        assertThat(Work.parse(OTHER.toString())).isEqualTo(OTHER);
        assertThat(Work.parse(Work.NONE.toString())).isEqualTo(Work.NONE);
    }

    @Test
    void theLoadOfSeveralIsTheirSumAndTheLatencyOfAllTheirRequests() {
        Load load = ONE.plus(OTHER).load(2);
        assertThat(load.members()).isEqualTo(2);
        assertThat(load.inFlight()).isEqualTo(16);
        assertThat(load.perSecond()).isEqualTo(42);
        assertThat(load.cpu()).isNaN();
        // Of 100 the 95th is in the middle of those between 0.5 and 1 ms.
        assertThat(load.p95()).isCloseTo(0.00075, within(1e-9));
        assertThat(ONE.load(1).p95()).isLessThan(0.0005);
        assertThat(Work.NONE.load(1).p95()).isNaN();
    }
}

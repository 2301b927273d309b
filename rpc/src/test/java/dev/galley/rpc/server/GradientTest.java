// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Numbers by hand from the formula in {@link Gradient}.
class GradientTest {
    private static final double MILLI = 1_000_000;

    @Test
    void steadyTimesLetTheLimitGrowByTheQueue() {
        Gradient gradient = new Gradient(10, 100, 1000);
        // 0.8 · 100 + 0.2 · (1 · 100 + 4) = 100.8; after ten steps 108
        for (int i = 0; i < 10; i++) gradient.update(MILLI, 100);
        assertThat(gradient.limit()).isCloseTo(108, within(1));
    }

    @Test
    void timesWithinTheToleranceDoNotLowerIt() {
        Gradient gradient = new Gradient(10, 100, 1000);
        for (int i = 0; i < 100; i++) gradient.update(MILLI, 100);
        int before = gradient.limit();
        gradient.update(1.9 * MILLI, before);
        assertThat(gradient.limit()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void timesFourTimesAsLongCutItByATenthAStep() {
        Gradient gradient = new Gradient(10, 1000, 10_000);
        for (int i = 0; i < 10; i++) gradient.update(MILLI, 0);
        // baseline 1 ms + 3 ms · 2/601 = 1.00998 ms; gradient max(1/2, 2 · 1.00998 / 4) = 0.505;
        // 0.8 · 1000 + 0.2 · (505 + 4) = 901.8
        assertThat(gradient.update(4 * MILLI, 1000)).isEqualTo(901);
    }

    @Test
    void aLimitThatIsNotHalfUsedStays() {
        Gradient gradient = new Gradient(10, 1000, 10_000);
        for (int i = 0; i < 50; i++) gradient.update(50 * MILLI * (i + 1), 499);
        assertThat(gradient.limit()).isEqualTo(1000);
    }

    @Test
    void itStaysWithinItsBounds() {
        Gradient gradient = new Gradient(10, 20, 30);
        for (int i = 0; i < 100; i++) gradient.update(MILLI, 30);
        assertThat(gradient.limit()).isEqualTo(30);
        for (int i = 1; i < 100; i++) gradient.update(MILLI * (1L << Math.min(i, 20)), 30);
        assertThat(gradient.limit()).isEqualTo(10);
    }

    @Test
    void itRecoversAfterALongOverload() {
        Gradient gradient = new Gradient(10, 100, 1000);
        for (int i = 0; i < 2000; i++) gradient.update(100 * MILLI, 1000);
        int before = gradient.limit();
        for (int i = 0; i < 200; i++) gradient.update(MILLI, 1000);
        // Now what is slow again is seen at once: the baseline has come down.
        assertThat(gradient.update(100 * MILLI, 1000)).isLessThan(1000);
        assertThat(before).isGreaterThan(100);
    }

    @Test
    void boundsOutOfOrderAreRefused() {
        assertThatThrownBy(() -> new Gradient(10, 5, 20))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WindowTest {
    private static final String NOTHING = "{}";
    private static final String TEN = totals(10, 6, 2, 2);
    private static final String THIRTY = totals(30, 6, 12, 12);

    private static String totals(int requests, int low, int middle, int high) {
        return """
        {"requests": %d, "codes": {"5xx": 1},
         "durations": {"boundsSeconds": [0.1, 0.3], "counts": [%d, %d, %d]}}
        """
                .formatted(requests, low, middle, high);
    }

    private static Window window(String now, String before) {
        return new Window(Admin.parse(now), Admin.parse(before), 2);
    }

    @Test
    void sinceTheStartEverythingCounts() {
        assertThat(window(TEN, NOTHING).requests()).isEqualTo(10);
        assertThat(window(TEN, NOTHING).errors()).isEqualTo(1);
    }

    @Test
    void betweenTwoLooksOnlyWhatCameCounts() {
        Window window = window(THIRTY, TEN);
        assertThat(window.rate(window.requests())).isEqualTo(10);
        assertThat(window.errors()).isZero();
    }

    @Test
    void aQuantileLiesWithinItsBucketByItsRank() {
        assertThat(window(TEN, NOTHING).quantile(0.3)).isEqualTo(0.05, within(1e-9));
        assertThat(window(TEN, NOTHING).quantile(0.7)).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void aboveTheLastBoundTheQuantileIsThatBound() {
        assertThat(window(TEN, NOTHING).quantile(0.99)).isEqualTo(0.3);
    }

    @Test
    void withoutRequestsThereIsNoQuantile() {
        assertThat(window(TEN, TEN).quantile(0.5)).isNegative();
        assertThat(window(NOTHING, NOTHING).quantile(0.5)).isNegative();
    }

    @Test
    void afterARestartTheNewTotalsCount() {
        assertThat(window(TEN, THIRTY).requests()).isEqualTo(10);
    }
}

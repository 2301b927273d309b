// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTest {
    @Test
    void whatAllWritersCountIsSummedUp() throws Exception {
        Traffic traffic = new Traffic(4);
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            int writer = w;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 10_000; i++)
                                    traffic.record(writer, 200 + 100 * writer, 3, 5, 7);
                            }));
        }
        for (Thread thread : threads) thread.join();
        Traffic.Totals totals = traffic.totals();
        assertThat(totals.requests()).isEqualTo(40_000);
        assertThat(totals.byClass()).containsExactly(0L, 0L, 10_000L, 10_000L, 10_000L, 10_000L);
        assertThat(totals.bytesIn()).isEqualTo(120_000);
        assertThat(totals.bytesOut()).isEqualTo(200_000);
        assertThat(totals.nanos()).isEqualTo(280_000);
        assertThat(totals.byDuration().getFirst()).isEqualTo(40_000);
    }

    @Test
    void durationsFallIntoTheBucketThatTheyDoNotExceed() {
        Traffic traffic = new Traffic(1);
        for (long micros : Traffic.BOUNDS_MICROS) traffic.record(0, 200, 0, 0, micros * 1000);
        traffic.record(0, 200, 0, 0, 10_000_000_001L);
        assertThat(traffic.totals().byDuration())
                .hasSize(Traffic.BOUNDS_MICROS.size() + 1)
                .allMatch(count -> count == 1);
    }

    @Test
    void anOddStatusIsCountedApart() {
        Traffic traffic = new Traffic(1);
        for (int status : new int[] {0, 99, 600, -1}) traffic.record(0, status, 0, 0, 0);
        assertThat(traffic.totals().byClass().getFirst()).isEqualTo(4);
    }

    @Test
    void nothingCountedIsAllZero() {
        assertThat(new Traffic(64).totals().requests()).isZero();
    }
}

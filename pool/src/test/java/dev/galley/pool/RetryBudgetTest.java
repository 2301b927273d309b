// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final Given.Clock clock = new Given.Clock();
    private final RetryBudget budget = new RetryBudget(0.2, clock);

    private int spendAll() {
        int spent = 0;
        while (budget.spend()) spent++;
        return spent;
    }

    private void earn(int requests) {
        for (int i = 0; i < requests; i++) budget.earn();
    }

    @Test
    void aNewBudgetHoldsTheReserveOfTenSeconds() {
        assertThat(spendAll()).isEqualTo(100);
        assertThat(budget.spend()).isFalse();
    }

    @Test
    void requestsEarnTheirShare() {
        spendAll();
        earn(1000);
        assertThat(spendAll()).isBetween(199, 200);
    }

    @Test
    void tenASecondAreFreeWithoutAnyRequests() {
        spendAll();
        int spent = 0;
        for (int i = 0; i < 100; i++) {
            clock.pass(Duration.ofMillis(100));
            spent += spendAll();
        }
        assertThat(spent).isBetween(97, 101);
    }

    @Test
    void underLoadRetriesAreLimitedToTheShareAndTheReserve() {
        spendAll();
        int spent = 0;
        for (int i = 0; i < 300; i++) {
            clock.pass(Duration.ofMillis(100));
            earn(100);
            spent += spendAll();
        }
        assertThat(spent).isBetween(30 * 207, 30 * 211);
    }

    @Test
    void whatIsNotUsedIsLostAfterAboutTenSeconds() {
        earn(100_000);
        assertThat(budget.balance()).isBetween(20_000, 20_100);
        assertThat(budget.spend()).isTrue();
        clock.pass(Duration.ofSeconds(60));
        assertThat(spendAll()).isBetween(100, 160);
    }

    @Test
    void theOldestRequestsOfALongPauseCountLess() {
        spendAll();
        earn(6_000);
        clock.pass(Duration.ofSeconds(60));
        assertThat(budget.balance()).isBetween(295, 300);
    }

    @Test
    void manyThreadsSpendNoMoreThanThereIs() throws Exception {
        AtomicInteger spent = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4);
        for (int t = 0; t < 4; t++)
            Thread.ofPlatform()
                    .start(() -> {
                        for (int i = 0; i < 1000; i++) if (budget.spend()) spent.incrementAndGet();
                        done.countDown();
                    });
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(spent.get()).isEqualTo(100);
    }
}

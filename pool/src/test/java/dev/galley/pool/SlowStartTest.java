// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static dev.galley.pool.Given.ROUND_ROBIN;
import static dev.galley.pool.Given.ask;
import static dev.galley.pool.Given.at;
import static dev.galley.pool.Given.config;
import static dev.galley.pool.Given.slow;
import static dev.galley.pool.Given.stateAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.PolicyConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowStartTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    private final Given.Clock clock = new Given.Clock();

    private Pool pool(PolicyConfig policy) {
        return Given.pool(clock, config(policy, slow(0, LONG), slow(1, LONG)));
    }

    private static double share(Pool pool, int number) {
        int count = 0;
        for (int i = 0; i < 1100; i++) if (pool.choose(ask()).member() == at(pool, number)) count++;
        return count / 1100.0;
    }

    private void comesBack(Pool pool) {
        pool.health(at(pool, 0), false, "x");
        pool.health(at(pool, 0), true, "");
    }

    private void passes(Pool pool, int seconds) {
        clock.pass(Duration.ofSeconds(seconds));
        pool.tick();
    }

    @Test
    void membersThatAreThereAtTheStartHaveTheirFullWeightAtOnce() {
        assertThat(stateAt(pool(ROUND_ROBIN), 0).tenths()).isEqualTo(10);
    }

    @Test
    void oneThatComesUpBeginsWithATenthAndGrowsInEvenSteps() {
        Pool pool = pool(ROUND_ROBIN);
        comesBack(pool);
        for (int tenths = 1; tenths <= 10; tenths++) {
            assertThat(stateAt(pool, 0).tenths()).isEqualTo(tenths);
            assertThat(stateAt(pool, 1).tenths()).isEqualTo(10);
            passes(pool, 10);
        }
        assertThat(stateAt(pool, 0).effectiveWeight()).isEqualTo(1);
    }

    @Test
    void theShareOfRequestsFollowsUnderRoundRobinAndRatio() {
        for (PolicyConfig policy : new PolicyConfig[] {ROUND_ROBIN, new PolicyConfig.Ratio()}) {
            Pool pool = pool(policy);
            comesBack(pool);
            assertThat(share(pool, 0)).isEqualTo(1 / 11.0);
            passes(pool, 41);
            assertThat(share(pool, 0)).isBetween(0.32, 0.34);
            passes(pool, 50);
            assertThat(share(pool, 0)).isEqualTo(0.5);
        }
    }

    @Test
    void enabledAndAddedMembersStartSlowlyToo() {
        Pool pool = pool(ROUND_ROBIN);
        pool.drain(at(pool, 1));
        pool.enable(at(pool, 1));
        assertThat(stateAt(pool, 1).tenths()).isEqualTo(1);
        pool.reconfigure(config(ROUND_ROBIN, slow(0, LONG), slow(2, LONG)));
        assertThat(stateAt(pool, 0).tenths()).isEqualTo(10);
        assertThat(stateAt(pool, 1).tenths()).isEqualTo(1);
    }

    @Test
    void withoutSlowStartTheFullWeightCountsAtOnce() {
        Pool pool = Given.pool(clock, config(ROUND_ROBIN, Given.members(2)));
        comesBack(pool);
        assertThat(stateAt(pool, 0).tenths()).isEqualTo(10);
    }
}

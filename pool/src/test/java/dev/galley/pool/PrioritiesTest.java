// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static dev.galley.pool.Given.ROUND_ROBIN;
import static dev.galley.pool.Given.ask;
import static dev.galley.pool.Given.at;
import static dev.galley.pool.Given.config;
import static dev.galley.pool.Given.ranked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.HashKey;
import dev.galley.config.PolicyConfig;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PrioritiesTest {
    private static Pool pool(int minUp) {
        return pool(ROUND_ROBIN, minUp);
    }

    private static Pool pool(PolicyConfig policy, int minUp) {
        return Given.pool(
                new Given.Clock(),
                config(
                        policy,
                        minUp,
                        Given.EJECTION,
                        null,
                        ranked(0, 2),
                        ranked(1, 1),
                        ranked(2, 1),
                        ranked(3, 5)));
    }

    private static Set<Integer> used(Pool pool) {
        Set<Integer> used = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            Lease lease = pool.choose(ask(i * 0x9E3779B97F4A7C15L));
            for (int j = 0; lease != null && j < 4; j++)
                if (at(pool, j) == lease.member()) used.add(j);
        }
        return used;
    }

    private static void down(Pool pool, int number) {
        pool.health(at(pool, number), false, "down");
    }

    @Test
    void theBestGroupIsUsedAlone() {
        assertThat(used(pool(1))).containsExactly(1, 2);
    }

    @Test
    void theNextGroupsJoinAsTheBetterOnesGetTooFew() {
        Pool pool = pool(2);
        assertThat(used(pool)).containsExactly(1, 2);
        down(pool, 1);
        assertThat(used(pool)).containsExactly(0, 2);
        down(pool, 2);
        assertThat(used(pool)).containsExactly(0, 3);
        pool.health(at(pool, 1), true, "");
        pool.health(at(pool, 2), true, "");
        assertThat(used(pool)).containsExactly(1, 2);
    }

    @Test
    void whenMinUpCannotBeHadAllThatAreUpAreUsed() {
        Pool pool = pool(10);
        assertThat(used(pool)).containsExactly(0, 1, 2, 3);
        down(pool, 0);
        assertThat(used(pool)).containsExactly(1, 2, 3);
    }

    @Test
    void theyStandAroundHashingToo() {
        Pool pool = pool(new PolicyConfig.Hash(new HashKey.Source(), null), 1);
        assertThat(used(pool)).containsExactly(1, 2);
        down(pool, 1);
        down(pool, 2);
        assertThat(used(pool)).containsExactly(0);
    }

    @Test
    void aDrainedGroupCountsAsGone() {
        Pool pool = pool(1);
        pool.drain(at(pool, 1));
        pool.drain(at(pool, 2));
        assertThat(used(pool)).containsExactly(0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.PolicyConfig;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {
    static Stream<PolicyConfig> policies() {
        return Everything.POLICIES.stream();
    }

    @Test
    void everyKindOfPolicyIsTestedHere() {
        Set<Class<?>> tested = policies().map(PolicyConfig::getClass).collect(Collectors.toSet());
        assertThat(tested).isEqualTo(Set.of(PolicyConfig.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void withNoneAvailableNoneIsPicked(PolicyConfig config) {
        Crowd crowd = new Crowd(2);
        Arrays.fill(crowd.available, false);
        assertThat(Crowd.policy(config, 1, 2).pick(crowd, 7)).isEqualTo(Policy.NONE);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void withOneAvailableThatOneIsPicked(PolicyConfig config) {
        Crowd crowd = new Crowd(50);
        Arrays.fill(crowd.available, false);
        crowd.available[17] = true;
        Policy policy = Crowd.policy(config, Crowd.ones(50));
        for (int key = 0; key < 100; key++) assertThat(policy.pick(crowd, key)).isEqualTo(17);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void noOneStarvesWhenAllAreAlike(PolicyConfig config) {
        int[] counts = new Crowd(10).counts(Crowd.policy(config, Crowd.ones(10)), 20_000);
        assertThat(Arrays.stream(counts)).allMatch(c -> c > 1700 && c < 2300);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void sharesFollowWeightsInAnIdlePool(PolicyConfig config) {
        if (config instanceof PolicyConfig.RoundRobin) return;
        int[] counts = new Crowd(3).counts(Crowd.policy(config, 20, 20, 10), 50_000);
        assertThat(counts[2]).isBetween(8_000, 17_500);
        assertThat(counts[0]).isBetween(15_000, 22_000);
    }
}

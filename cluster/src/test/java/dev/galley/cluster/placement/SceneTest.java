// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole clusters in which anything happens at any moment, by seed.
class SceneTest {
    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSingletonNeverHasTwoOwnersAndInTheEndAllRunsAsWanted(int seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        Simulation cluster = new Simulation(dice);
        for (int i = 0; i < 400; i++) {
            cluster.something();
            assertThat(cluster.ownersOfSingletons()).allMatch(owners -> owners <= 1);
        }
        for (int i = 0; i < 100; i++) {
            cluster.everybody();
            assertThat(cluster.ownersOfSingletons()).allMatch(owners -> owners <= 1);
        }
        cluster.runsAsWanted();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aModuleThatBecomesASingletonEndsEverywhereBeforeItHasAnOwner(int seed) {
        Simulation cluster = new Simulation(new SplittableRandom(seed));
        for (int i = 0; i < 100; i++) cluster.everybody();
        cluster.wantSingletons();
        for (int i = 0; i < 400; i++) {
            cluster.somebody();
            assertThat(cluster.besideSingletons()).allMatch(having -> having == 1);
        }
        for (int i = 0; i < 100; i++) cluster.everybody();
        cluster.runsAsWanted();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDrainTakesNoReplicaAwayBeforeAnotherRuns(int seed) {
        Simulation cluster = new Simulation(new SplittableRandom(seed));
        for (int i = 0; i < 100; i++) cluster.everybody();
        var before = cluster.runningOfShared();
        cluster.drain();
        for (int i = 0; i < 200; i++) {
            cluster.somebody();
            var now = cluster.runningOfShared();
            now.forEach((module, running) ->
                    assertThat(running)
                            .isGreaterThanOrEqualTo(
                                    Math.min(before.get(module), cluster.possible(module))));
        }
    }
}

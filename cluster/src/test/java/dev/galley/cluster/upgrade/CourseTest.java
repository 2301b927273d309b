// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.cluster.Settings;
import dev.galley.cluster.upgrade.Upgrade.Phase;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Upgrades of nodes that are made up, by drivers that change, step by step.
class CourseTest {
    private static final int SEEDS = 500;

    private static World world(int nodes) {
        return new World(nodes, RandomGenerator.of("L64X128MixRandom"));
    }

    @Test
    void allNodesGoOneAfterTheOtherAndTheDriverLast() {
        World world = world(4);
        world.driver = "n2";
        world.run();
        assertThat(world.upgrade.phase()).isEqualTo(Phase.DONE);
        assertThat(world.moves).containsExactly("n1 on", "n3 on", "n4 on", "n2 on");
    }

    @Test
    void whatOneNodeHasFoundRefusesItBeforeAnyMoves() {
        World world = world(3);
        world.faults = List.of("no such file");
        world.run();
        assertThat(world.upgrade.phase()).isEqualTo(Phase.REFUSED);
        assertThat(world.upgrade.why()).isEqualTo("all nodes: no such file");
        assertThat(world.moves).isEmpty();
    }

    @Test
    void jarsThatAreNotTheSameEverywhereRefuseItAndSayWhere() {
        World world = world(2);
        world.sameJars = false;
        world.run();
        assertThat(world.upgrade.phase()).isEqualTo(Phase.REFUSED);
        assertThat(world.upgrade.why())
                .isEqualTo("/new.jar is not the same on all nodes: n1 has n1, n2 has n2");
    }

    @Test
    void aNodeThatDoesNotAnswerTheQuestionRefusesIt() {
        World world = world(3);
        world.silent = Set.of("n3");
        world.run();
        assertThat(world.upgrade.phase()).isEqualTo(Phase.REFUSED);
        assertThat(world.upgrade.why()).isEqualTo("n3 did not answer within 30 s");
    }

    @Test
    void aVersionThatDoesNotStartLeavesAllNodesAsTheyWere() {
        World world = world(3);
        world.driver = "n3";
        world.starts = node -> !node.equals("n2");
        world.run();
        assertThat(world.upgrade.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(world.upgrade.why()).isEqualTo("n2: it cannot bind");
        assertThat(world.moves).containsExactly("n1 on", "n2 on", "n1 back");
    }

    @Test
    void aVersionWhoseCallsFailGoesBack() {
        World world = world(3);
        world.driver = "n3";
        world.fails = node -> node.equals("n2");
        world.run();
        assertThat(world.upgrade.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(world.upgrade.why())
                .startsWith("n2: ")
                .contains("calls of modules fail with the new version, where 0.0 % do else");
        assertThat(world.nodes.values()).noneMatch(node -> node.upgraded);
    }

    @Test
    void aNodeThatDoesNotComeBackStopsItWhereItIs() {
        World world = world(3);
        world.driver = "n3";
        world.dies = node -> node.equals("n2");
        world.run();
        assertThat(world.upgrade.phase()).isEqualTo(Phase.STOPPED);
        assertThat(world.upgrade.why())
                .isEqualTo("n2 did not come back within 30 s; the new version runs on n1");
    }

    @Test
    void whatIsAbortedGoesBack() {
        World world = world(3);
        world.driver = "n3";
        world.abortAfter = 3;
        world.run();
        assertThat(world.upgrade.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(world.upgrade.why()).isEqualTo("aborted at n1");
        assertThat(world.nodes.values()).noneMatch(node -> node.upgraded);
    }

    /// Whatever fails when: [World] sees to it that no two nodes are away for it at once.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void itEndsWithAllNodesOnOneVersionOrWithAReason(int nodes) {
        Set<Phase> ends = EnumSet.noneOf(Phase.class);
        for (int seed = 0; seed < SEEDS; seed++) {
            World world =
                    new World(
                            nodes,
                            java.util.random.RandomGeneratorFactory.of("L64X128MixRandom")
                                    .create(seed));
            world.troubles();
            world.run();
            Phase phase = world.upgrade.phase();
            ends.add(phase);
            assertThat(phase.isOver()).as("seed %d", seed).isTrue();
            if (phase == Phase.DONE)
                assertThat(world.told().values())
                        .as("seed %d", seed)
                        .allMatch(told -> told.process().runs().equals("u"));
            else assertThat(world.upgrade.why()).as("seed %d", seed).isNotEmpty();
            if (phase == Phase.ROLLED_BACK || phase == Phase.REFUSED)
                assertThat(world.told().values())
                        .as("seed %d", seed)
                        .noneMatch(told -> told.process().runs().equals("u"));
        }
        assertThat(ends).contains(Phase.DONE, Phase.ROLLED_BACK, Phase.STOPPED, Phase.REFUSED);
    }

    @Test
    void aTextSaysAllOfIt() {
        World world = world(3);
        world.driver = "n3";
        world.starts = node -> !node.equals("n2");
        for (int i = 0; i < 60; i++) {
            assertThat(Upgrade.parse(world.upgrade.text())).isEqualTo(world.upgrade);
            world.step();
        }
    }

    @Test
    void whateverAProgramHasSaidOfItselfIsOneLineOfTheTextAndNotTooLong() {
        Upgrade upgrade = world(2).upgrade.at(Phase.REFUSED, "no good\r\nphase DONE\rat all");
        assertThat(Upgrade.parse(upgrade.text()).phase()).isEqualTo(Phase.REFUSED);
        assertThat(Upgrade.parse(upgrade.text()).why()).isEqualTo("no good\nphase DONE\nat all");
        Upgrade endless = upgrade.at(Phase.REFUSED, "x".repeat(Settings.LONGEST));
        assertThat(endless.text().length()).isLessThan(Settings.LONGEST);
        assertThat(Upgrade.parse(endless.text())).isEqualTo(endless);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import static dev.galley.reach.kernel.vrrp.Events.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever happens, once the network is whole again there is soon exactly one who holds the
/// addresses, and it is the best one.
class SimulationTest {
    /// The longest interval is 1 s: four of them, and what it takes to yield.
    private static final long HEALED = 4 * SECOND + SECOND / 2;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyTroubleThereIsOneWithinBoundedTime(long seed) {
        Network network = new Network(seed, 2 + (int) (seed % 4));
        network.nodes.forEach(network::start);
        for (int step = 0; step < 20; step++) trouble(network);
        heal(network);
        network.run(HEALED);
        network.most = 0;
        network.run(60 * SECOND);
        assertThat(network.nodes).filteredOn(node -> node.holds).containsExactly(network.best());
        assertThat(network.most).isLessThanOrEqualTo(1);
        assertThat(network.best().router.role()).isEqualTo(Role.ACTIVE);
    }

    private static void trouble(Network network) {
        Network.Node victim = network.nodes.get(network.random.nextInt(network.nodes.size()));
        switch (network.random.nextInt(7)) {
            case 0 -> network.loss = network.random.nextDouble();
            case 1 -> network.delay = network.random.nextLong(1, SECOND);
            case 2 -> network.nodes.forEach(node -> node.side = network.random.nextInt(2));
            case 3 -> network.stop(victim);
            case 4 -> network.act(victim, victim.router.stop("the link is down"));
            case 5 -> network.start(victim);
            default -> {
                if (victim.stopped) network.go(victim);
            }
        }
        network.run(network.random.nextLong(10 * SECOND));
    }

    private static void heal(Network network) {
        network.loss = 0;
        network.delay = SECOND / 1000;
        for (Network.Node node : network.nodes) {
            node.side = 0;
            if (node.stopped) network.go(node);
            network.start(node);
        }
        // What was under way before has come by then.
        network.run(SECOND);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aHandOverLeavesNoMomentWithoutTheAddresses(long seed) {
        Network network = new Network(seed, 3);
        network.nodes.forEach(network::start);
        network.run(30 * SECOND);
        Network.Node leaving = network.best();
        assertThat(leaving.holds).isTrue();
        network.act(leaving, leaving.router.handOver(30 * SECOND));
        for (int millis = 0; millis < 5000; millis += 5) {
            network.run(SECOND / 200);
            assertThat(network.holders()).isPositive();
        }
        assertThat(network.nodes).filteredOn(node -> node.holds).containsExactly(network.best());
        assertThat(leaving.router.role()).isEqualTo(Role.INITIALIZE);
    }

    @Test
    void whoStoodStillNeverHoldsTheAddressesBesideTheOneThatHasTakenOver() {
        for (long seed = 0; seed < 300; seed++) {
            Network network = new Network(seed, 2);
            network.nodes.forEach(network::start);
            network.run(30 * SECOND);
            Network.Node still = network.best();
            network.stop(still);
            network.run(10 * SECOND);
            assertThat(network.holders()).isEqualTo(1);
            network.most = 0;
            network.go(still);
            assertThat(network.most).isEqualTo(1);
        }
    }
}

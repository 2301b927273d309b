// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.PolicyConfig;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeastConnectionsTest {
    private final PolicyConfig config = new PolicyConfig.LeastConnections();

    @Test
    void theFewestInFlightForItsWeightIsPickedExactly() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            int[] weights = random.ints(9, 1, 10).toArray();
            Crowd crowd = new Crowd(9);
            for (int i = 0; i < 9; i++) crowd.inFlight[i] = 1 + random.nextInt(30);
            int picked = Crowd.policy(config, weights).pick(crowd, round);
            double load = (double) crowd.inFlight[picked] / weights[picked];
            for (int i = 0; i < 9; i++)
                assertThat(load).isLessThanOrEqualTo((double) crowd.inFlight[i] / weights[i]);
        }
    }

    @Test
    void anIdleOneIsTakenBeforeBusyOnes() {
        Crowd crowd = new Crowd(1000);
        java.util.Arrays.fill(crowd.inFlight, 1);
        crowd.inFlight[637] = 0;
        Policy policy = Crowd.policy(config, Crowd.ones(1000));
        for (int key = 0; key < 50; key++) assertThat(policy.pick(crowd, key)).isEqualTo(637);
    }

    @Test
    void anIdlePoolIsUsedByWeightInTurn() {
        assertThat(new Crowd(2).picks(Crowd.policy(config, 3, 1), 8))
                .containsExactly(0, 0, 1, 0, 0, 0, 1, 0);
    }

    @Test
    void requestsThatStayLevelOut() {
        Crowd crowd = new Crowd(3);
        Policy policy = Crowd.policy(config, 2, 1, 1);
        for (int key = 0; key < 400; key++) crowd.inFlight[policy.pick(crowd, key)]++;
        assertThat(crowd.inFlight).containsExactly(200, 100, 100);
    }
}

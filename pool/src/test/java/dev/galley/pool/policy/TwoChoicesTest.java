// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.PolicyConfig;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TwoChoicesTest {
    private final PolicyConfig random = new PolicyConfig.Random();
    private final PolicyConfig fastest = new PolicyConfig.FastestResponse(Duration.ofSeconds(10));
    private final PolicyConfig leastLoad = new PolicyConfig.LeastLoad("X-Load");

    @Test
    void ofTwoTheLessBusyForItsWeightIsAlwaysTaken() {
        Crowd crowd = new Crowd(2);
        crowd.inFlight[0] = 3;
        crowd.inFlight[1] = 2;
        assertThat(crowd.counts(Crowd.policy(random, 1, 1), 1000)).containsExactly(0, 1000);
        assertThat(crowd.counts(Crowd.policy(random, 2, 1), 1000)).containsExactly(1000, 0);
    }

    @Test
    void theBusiestOfManyIsNeverTaken() {
        Crowd crowd = new Crowd(20);
        crowd.inFlight[5] = 1;
        assertThat(crowd.counts(Crowd.policy(random, Crowd.ones(20)), 10_000)[5]).isZero();
    }

    @Test
    void twoChoicesKeepTheLongestQueueShort() {
        Crowd crowd = new Crowd(1000);
        Policy policy = Crowd.policy(random, Crowd.ones(1000));
        for (int key = 0; key < 1000; key++) crowd.inFlight[policy.pick(crowd, key)]++;
        assertThat(Arrays.stream(crowd.inFlight).max().orElseThrow()).isLessThanOrEqualTo(4);
    }

    @Test
    void fastestResponsePrefersTheLowerLatency() {
        Crowd crowd = new Crowd(2);
        crowd.latency[0] = 2e6;
        crowd.latency[1] = 1e6;
        assertThat(crowd.counts(Crowd.policy(fastest, 1, 1), 100)).containsExactly(0, 100);
    }

    @Test
    void fastestResponseCountsWhatIsInFlightAndTheWeight() {
        Crowd crowd = new Crowd(2);
        crowd.latency[0] = 2e6;
        crowd.latency[1] = 1e6;
        crowd.inFlight[1] = 2;
        assertThat(crowd.counts(Crowd.policy(fastest, 1, 1), 100)).containsExactly(100, 0);
        assertThat(crowd.counts(Crowd.policy(fastest, 1, 2), 100)).containsExactly(0, 100);
    }

    @Test
    void fastestResponseTriesTheUnknownWithOneRequestAtATime() {
        Crowd crowd = new Crowd(2);
        crowd.latency[0] = 1e6;
        assertThat(crowd.counts(Crowd.policy(fastest, 1, 1), 100)).containsExactly(0, 100);
        crowd.inFlight[1] = 1;
        assertThat(crowd.counts(Crowd.policy(fastest, 1, 1), 100)).containsExactly(100, 0);
    }

    @Test
    void leastLoadPrefersTheLowerReportAndDoesNotHerd() {
        Crowd crowd = new Crowd(10);
        Arrays.fill(crowd.load, 0.5);
        crowd.load[3] = 0.1;
        int[] counts = crowd.counts(Crowd.policy(leastLoad, Crowd.ones(10)), 10_000);
        assertThat(counts[3]).isBetween(1_800, 2_200);
        crowd.load[3] = 0.9;
        counts = crowd.counts(Crowd.policy(leastLoad, Crowd.ones(10)), 10_000);
        assertThat(counts[3]).isZero();
    }

    @Test
    void leastLoadLooksAtWhatIsInFlightWhenReportsAreEqual() {
        Crowd crowd = new Crowd(2);
        crowd.inFlight[0] = 1;
        assertThat(crowd.counts(Crowd.policy(leastLoad, 1, 1), 100)).containsExactly(0, 100);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HomecomingTest {
    private final Homecoming node = new Homecoming();
    private long now = Long.MAX_VALUE - 7;

    private boolean welcomes(boolean member, boolean ready) {
        return node.welcomes(member, ready, now);
    }

    @Test
    void callersComeAgainWhenTheNodeIsReady() {
        assertThat(welcomes(true, true)).isTrue();
        assertThat(welcomes(false, false)).isFalse();
        assertThat(welcomes(true, false)).isFalse();
        assertThat(welcomes(true, true)).isTrue();
    }

    @Test
    void afterAWhileTheyComeAllTheSame() {
        welcomes(false, false);
        now += Duration.ofSeconds(9).toNanos();
        assertThat(welcomes(true, false)).isFalse();
        now += Duration.ofSeconds(2).toNanos();
        assertThat(welcomes(true, false)).isTrue();
    }

    @Test
    void aMomentWithoutSessionsKeepsNobodyFromAMember() {
        assertThat(welcomes(true, false)).isTrue();
    }

    @Test
    void aNodeThatWasReadyAllTheTimeIsNotLeftAlone() {
        assertThat(welcomes(false, true)).isTrue();
        assertThat(welcomes(true, true)).isTrue();
    }
}

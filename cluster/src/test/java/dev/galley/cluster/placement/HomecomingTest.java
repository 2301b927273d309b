// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HomecomingTest {
    private final Homecoming node = new Homecoming();
    private long now = Long.MAX_VALUE - 7;

    private boolean out(boolean ready) {
        return node.welcomes(true, 0, ready, now);
    }

    private boolean member(long epoch, boolean ready) {
        return node.welcomes(false, epoch, ready, now);
    }

    @BeforeEach
    void join() {
        assertThat(member(0, false)).isTrue();
        assertThat(member(7, false)).isTrue();
    }

    @Test
    void callersComeAgainWhenTheNodeIsReady() {
        assertThat(out(false)).isFalse();
        assertThat(member(9, false)).isFalse();
        assertThat(member(9, true)).isTrue();
        assertThat(member(9, false)).isTrue();
    }

    @Test
    void nobodyNeedHaveSeenThatItWasOut() {
        assertThat(member(9, false)).isFalse();
        assertThat(member(9, false)).isFalse();
        assertThat(member(9, true)).isTrue();
    }

    @Test
    void afterAWhileTheyComeAllTheSame() {
        out(false);
        now += Duration.ofSeconds(9).toNanos();
        assertThat(member(9, false)).isFalse();
        now += Duration.ofSeconds(11).toNanos();
        assertThat(member(9, false)).isTrue();
    }

    @Test
    void aNodeThatDoesNotHearTheCoordinationAndIsTheMemberItWasKeepsItsCallers() {
        assertThat(member(0, false)).isTrue();
        assertThat(member(7, false)).isTrue();
    }

    @Test
    void aNodeThatIsReadyAllTheTimeKeepsItsCallers() {
        assertThat(out(true)).isTrue();
        assertThat(member(9, true)).isTrue();
    }
}

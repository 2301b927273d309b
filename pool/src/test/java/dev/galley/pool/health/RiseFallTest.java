// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.CheckTiming;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RiseFallTest {
    private final CheckTiming timing =
            new CheckTiming(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 3);

    private static String states(RiseFall riseFall, String results) {
        StringBuilder states = new StringBuilder();
        for (int i = 0; i < results.length(); i++) {
            riseFall.record(results.charAt(i) == '+');
            states.append(riseFall.up() ? 'U' : 'd');
        }
        return states.toString();
    }

    @Test
    void fallFailuresTakeDownAndRiseSuccessesBringUp() {
        assertThat(states(RiseFall.known(timing, true), "---++-+++---")).isEqualTo("UUddUUUUUUUd");
    }

    @Test
    void aResultOfTheOtherKindStartsTheRowAnew() {
        assertThat(states(RiseFall.known(timing, true), "--+--+---+-+-"))
                .isEqualTo("UUUUUUUUddddd");
    }

    @Test
    void oneThatWasNeverCheckedIsUpUntilItsFirstFailure() {
        assertThat(RiseFall.unknown(timing).up()).isTrue();
        assertThat(states(RiseFall.unknown(timing), "-++")).isEqualTo("ddU");
        assertThat(states(RiseFall.unknown(timing), "+--+")).isEqualTo("UUUU");
    }

    @Test
    void onlyAChangeIsReported() {
        RiseFall riseFall = RiseFall.unknown(timing);
        assertThat(riseFall.record(false)).isTrue();
        assertThat(riseFall.record(false)).isFalse();
        assertThat(riseFall.record(true)).isFalse();
        assertThat(riseFall.record(true)).isTrue();
    }
}

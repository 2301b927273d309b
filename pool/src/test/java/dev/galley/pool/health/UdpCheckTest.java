// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpCheckTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "{type: udp, send: ping}                     | -",
                "{type: udp, send: ping, silence: down}      | -",
                "{type: udp, send: ping, expect: PING!}      | -",
                "{type: udp, send: ping, expect: 'hex:4721'} | -",
                "{type: udp, send: 'hex:70696e67', expect: PING!} | -",
                "{type: udp, send: pong, expect: OK}         | the answer does not contain \"OK\"",
                "{type: udp, expect: PING!}                  | the answer does not contain"
                        + " \"PING!\"",
            })
    void anAnswerMustContainWhatIsExpected(String health, String reason) throws IOException {
        try (UdpPeer peer =
                new UdpPeer(asked ->
                        (new String(asked, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT) + "!")
                                .getBytes(StandardCharsets.UTF_8))) {
            assertThat(Checks.check(health).run(peer.address(), Checks.LONG)).isEqualTo(reason);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "udp                                       | -",
                "{type: udp, silence: up}                  | -",
                "{type: udp, silence: down}                | timed out after 200ms",
                "{type: udp, silence: up, expect: x}       | timed out after 200ms"
            })
    void silenceIsUpOnlyWhereNoAnswerIsExpected(String health, String reason) throws IOException {
        try (UdpPeer peer = new UdpPeer(_ -> null)) {
            assertThat(Checks.check(health).run(peer.address(), Checks.SHORT)).isEqualTo(reason);
            await().untilAsserted(() -> assertThat(peer.heard).hasSize(1));
        }
    }

    @Test
    void aPortThatIsClosedIsDownAtOnce() throws IOException {
        assertThat(Checks.check("udp").run(Checks.closedPort(), Checks.LONG))
                .isEqualTo("port unreachable");
    }

    @Test
    void aHugeAnswerIsReadInPart() throws IOException {
        byte[] huge = new byte[60_000];
        huge[8191] = 'x';
        huge[8192] = 'y';
        try (UdpPeer peer = new UdpPeer(_ -> huge)) {
            assertThat(Checks.check("{type: udp, expect: x}").run(peer.address(), Checks.LONG))
                    .isNull();
            assertThat(Checks.check("{type: udp, expect: y}").run(peer.address(), Checks.LONG))
                    .startsWith("the answer does not contain");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisCheckTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "+PONG, -",
                "+PONGO, not an answer of Redis: +PONGO",
                "-NOAUTH Authentication required., NOAUTH Authentication required.",
                "-LOADING Redis is loading, LOADING Redis is loading",
                "HTTP/1.1 400 Bad Request, not an answer of Redis: HTTP/1.1 400 Bad Request",
                "'', 'not an answer of Redis: '"
            })
    void onlyPongIsUp(String answer, String reason) throws IOException {
        try (Peer peer = Peer.saying(answer + "\r\n")) {
            assertThat(Checks.check("redis").run(peer.address(), Checks.LONG)).isEqualTo(reason);
            await().untilAsserted(() -> assertThat(peer.heard).containsExactly("*1", "$4", "PING"));
        }
    }

    @Test
    void aPasswordIsSentFirstAndItsRefusalIsTheReason() throws IOException {
        try (Peer peer = Peer.saying("-WRONGPASS no\r\n")) {
            Check check = Checks.check("{type: redis, user: mé, password: secret}");
            assertThat(check.run(peer.address(), Checks.LONG)).isEqualTo("WRONGPASS no");
            await().untilAsserted(() ->
                    assertThat(peer.heard)
                            .startsWith("*3", "$4", "AUTH", "$3")
                            .contains("$6", "secret"));
        }
    }

    @Test
    void whatAServerSaysCannotForgeALogLine() throws IOException {
        try (Peer peer = Peer.saying("-ERR \33[31m\r\u009bup " + "x".repeat(500) + "\r\n")) {
            assertThat(Checks.check("redis").run(peer.address(), Checks.LONG))
                    .startsWith("ERR ?[31m??up x")
                    .hasSizeLessThan(130);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every check that talks over TCP owes to members that are dead, dull or mad.
@ParameterizedClass
@ValueSource(
        strings = {
            "http",
            "{type: http, tls: {}}",
            "tls",
            "ftp",
            "{type: ftp, user: u, file: f}",
            "redis",
            "{type: redis, password: p}",
            "postgresql"
        })
class HostileTest {
    @Parameter String health;

    private @Nullable String against(Peer.Script script, Duration timeout) throws IOException {
        try (Peer peer = new Peer(script)) {
            return Checks.check(health).run(peer.address(), timeout);
        }
    }

    @Test
    void oneThatDoesNotListenIsRefused() throws IOException {
        assertThat(Checks.check(health).run(Checks.closedPort(), Checks.LONG))
                .isEqualTo("connection refused");
    }

    @Test
    void oneThatHangsIsTimedOut() throws IOException {
        assertThat(against(Peer.Line::untilClosed, Checks.SHORT))
                .isEqualTo("timed out after 200ms");
    }

    /// What a decent answer might begin with, each time a byte.
    @ParameterizedTest
    @CsvSource({"HTTP/1.1 200 OK", "220-Hello", "+PONG", "E\0\0\60", "\26\3\3\77\77"})
    void oneThatDripsIsTimedOutAsAWhole(String start) throws IOException {
        Peer.Script drips =
                line -> {
                    for (int i = 0; true; i++) {
                        line.say(i < start.length() ? start.substring(i, i + 1) : "x");
                        Thread.sleep(5);
                    }
                };
        long began = System.nanoTime();
        assertThat(against(drips, Duration.ofMillis(60))).isNotBlank();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise", "x", "\n", "\r\n", "220-\r\n", "+", "-", "E", "R", "\0"})
    void oneThatNeverEndsIsLeftForAReason(String text) throws IOException {
        Random random = new Random(1);
        Peer.Script endless =
                line -> {
                    byte[] noise = new byte[4096];
                    while (true) {
                        random.nextBytes(noise);
                        if (text.equals("noise")) line.out().write(noise);
                        else line.say(text.repeat(1000));
                    }
                };
        String reason = against(endless, Checks.LONG);
        assertThat(reason).isNotBlank().hasSizeLessThan(200).doesNotContainPattern("\\p{Cntrl}");
        assertThat(reason).doesNotStartWith("timed out");
    }

    @Test
    void oneThatClosesAtOnceIsDown() throws IOException {
        assertThat(against(_ -> {}, Checks.LONG)).isNotBlank().hasSizeLessThan(200);
    }
}

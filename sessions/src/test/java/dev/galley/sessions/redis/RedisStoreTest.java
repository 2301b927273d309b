// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionLimits;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Without a Redis; with one it is tested in `it`.
class RedisStoreTest {
    private static final SessionLimits LIMITS = new SessionLimits(1000, 10, Duration.ofMinutes(1));

    @Test
    void aUrlThatIsNoneIsRefusedWithoutTellingItsPassword() {
        assertThatThrownBy(() -> new RedisStore("redis://:top^secret@127.0.0.1", "t:", LIMITS))
                .isInstanceOf(SessionException.class)
                .hasMessageStartingWith("sessions.url is no URL of Redis: ")
                .hasMessageNotContaining("secret")
                .hasMessageContaining("its character 13; in a password write it as %5E");
    }

    /// One connects, and none of the others tries once more when that one has failed.
    @Test
    void whoeverAsksARedisThatDoesNotAnswerIsRefusedSoonHoweverManyAsk() throws Exception {
        try (var silent = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
                var store =
                        new RedisStore("redis://127.0.0.1:" + silent.getLocalPort(), "t:", LIMITS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> ask = () -> refusal(store);
            var answers = threads.invokeAll(Collections.nCopies(60, ask), 40, TimeUnit.SECONDS);
            for (var answer : answers)
                assertThat(answer.get()).startsWith("Redis cannot be reached: ");
        }
    }

    private static String refusal(RedisStore store) {
        try {
            store.get("id");
            return "it has answered";
        } catch (SessionException e) {
            return e.getMessage();
        }
    }
}

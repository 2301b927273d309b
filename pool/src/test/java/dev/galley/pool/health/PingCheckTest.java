// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// As root or where `net.ipv4.ping_group_range` allows it, the pings are real; elsewhere they must
/// say what to do.
class PingCheckTest {
    private static final Check PING = Checks.check("ping");

    private static boolean permitted() {
        String reason = PING.run(Checks.at("127.0.0.1", 1), Checks.LONG);
        if (reason != null)
            assertThat(reason).startsWith("ping is not permitted").contains("ping_group_range");
        return reason == null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
    void aHostThatAnswersIsUp(String host) {
        if (permitted()) assertThat(PING.run(Checks.at(host, 1), Checks.LONG)).isNull();
    }

    @Test
    void aHostThatDoesNotAnswerIsDown() {
        if (permitted())
            assertThat(PING.run(Checks.at("203.0.113.1", 1), Checks.SHORT))
                    .matches("timed out after 200ms|network is unreachable");
    }

    @Test
    void manyAtOnceAreToldApart() throws InterruptedException {
        if (!permitted()) return;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> checks =
                    IntStream.range(0, 500).mapToObj(PingCheckTest::upIfEven).toList();
            assertThat(threads.invokeAll(checks)).allMatch(Future::resultNow);
        }
    }

    private static Callable<Boolean> upIfEven(int i) {
        boolean up = i % 2 == 0;
        InetSocketAddress member = Checks.at((up ? "127.0.1." : "203.0.113.") + i / 2, 1);
        return () -> up == (PING.run(member, up ? Checks.LONG : Checks.SHORT) == null);
    }

    @Test
    void packetsThatAreNoAnswersArePassedOver() throws Exception {
        Echo echo = Echo.of(InetAddress.getLoopbackAddress());
        Random random = new Random(1);
        for (int length = 1; length < 100; length++)
            for (int i = 0; i < 20; i++) {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                echo.take(ByteBuffer.wrap(noise), i % 2 == 0);
            }
        assertThat(permitted()).isIn(true, false);
    }

    /// The example of RFC 1071, section 3.
    @Test
    void theChecksumIsTheInternetChecksum() {
        byte[] example = HexFormat.of().parseHex("0001f203f4f5f6f7");
        assertThat(Echo.checksum(example)).isEqualTo((short) ~0xddf2);
    }
}

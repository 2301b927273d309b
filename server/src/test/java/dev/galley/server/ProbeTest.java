// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.CheckTiming;
import dev.galley.config.TrackConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
    @TempDir private Path folder;

    private static @Nullable String next(Probe probe, boolean wrong) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .until(() -> (probe.fault() != null) == wrong);
        return probe.fault();
    }

    private static Probe command(String... argv) {
        var timing = new CheckTiming(Duration.ofMillis(20), Duration.ofMillis(500), 1, 2);
        return Probe.succeeds(new TrackConfig.Command(List.of(argv), timing, 50));
    }

    @Test
    void aProgramThatFailsIsAFaultUntilItSucceeds() throws Exception {
        Path flag = folder.resolve("flag");
        try (Probe probe = command("test", "-e", flag.toString())) {
            assertThat(next(probe, true)).isEqualTo("command test: exit status 1");
            Files.createFile(flag);
            assertThat(next(probe, false)).isNull();
        }
    }

    @Test
    void aProgramThatDoesNotEndIsAFault() {
        try (Probe probe = command("sleep", "60")) {
            assertThat(next(probe, true)).isEqualTo("command sleep: did not end within 500 ms");
        }
    }

    @Test
    void aProgramThatIsNotThereIsAFault() {
        try (Probe probe = command("/no/such/program")) {
            assertThat(next(probe, true)).contains("No such file");
        }
    }

    @Test
    void aListenerThatAcceptsNoConnectionsIsAFault() throws Exception {
        String file = "listeners: [{bind: \"127.0.0.1:0\", routes: [respond: ok]}]";
        try (Running running = new Running(folder, file)) {
            Site site = running.galley.site();
            var bind = site.listeners().getFirst().config().bind();
            try (Probe probe = Probe.accepts(bind, site)) {
                assertThat(probe.fault()).isNull();
                running.galley.stop();
                assertThat(next(probe, true)).isEqualTo("listener 127.0.0.1:0: Connection refused");
            }
        }
    }
}

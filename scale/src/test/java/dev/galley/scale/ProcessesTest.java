// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.config.ProviderConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    @TempDir private Path folder;

    private Processes processes;

    @AfterEach
    void close() {
        processes.close();
    }

    /// @param script what each does, by the shell
    private Processes start(int number, String script, String more) throws ProviderException {
        String by = "{command: [sh, -c, '%s'], folder: %s %s}".formatted(script, folder, more);
        var config = Given.scale("max: 9, in-flight: 1", by).by();
        processes = new Processes("web", (ProviderConfig.Processes) config, () -> 0);
        processes.grow(number);
        return processes;
    }

    private static ProcessHandle process(Instance instance) {
        return ProcessHandle.of(Long.parseLong(instance.id())).orElseThrow();
    }

    private List<String> lines(String file) {
        try {
            return Files.exists(folder.resolve(file))
                    ? Files.readAllLines(folder.resolve(file))
                    : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eachIsToldItsPortAndNoSecretsOfGalleys() throws Exception {
        start(1, "env > env.txt; mv env.txt env; exec sleep 60", ", environment: {MODE: fast}");
        Instance one = processes.running().getFirst();
        int port = one.address().port();
        await().until(() -> !lines("env").isEmpty());
        assertThat(lines("env"))
                .contains(
                        "PORT=" + port,
                        "GALLEY_PORT=" + port,
                        "GALLEY_HOST=127.0.0.1",
                        "GALLEY_ADDRESS=127.0.0.1:" + port,
                        "GALLEY_POOL=web",
                        "MODE=fast",
                        "PATH=" + System.getenv("PATH"));
        assertThat(lines("env"))
                .extracting(line -> line.split("=", 2)[0])
                .isSubsetOf(
                        "PORT",
                        "GALLEY_PORT",
                        "GALLEY_HOST",
                        "GALLEY_ADDRESS",
                        "GALLEY_POOL",
                        "MODE",
                        "PATH",
                        "HOME",
                        "LANG",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @Test
    void aPortThatIsTakenIsPassedOver() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            start(0, "exec sleep 60", ", ports: %d-%d".formatted(port, port + 5));
            processes.grow(1);
            assertThat(processes.running().getFirst().address().port()).isGreaterThan(port);
        }
    }

    @Test
    void askingAgainForAsManyStartsNoMore() throws Exception {
        start(2, "exec sleep 60", "");
        processes.grow(2);
        assertThat(processes.running()).hasSize(2);
        processes.grow(3);
        assertThat(processes.running()).hasSize(3);
    }

    @Test
    void oneThatIsStoppedEndsWithItsChildrenAndNobodyElseDoes() throws Exception {
        start(2, "sleep 61 & echo $! >> children; wait", "");
        await().until(() -> lines("children").size() == 2);
        Instance one = processes.running().getFirst(), other = processes.running().getLast();
        List<ProcessHandle> tree = new ArrayList<>(process(one).children().toList());
        tree.add(process(one));
        assertThat(tree).hasSize(2);
        processes.stop(one);
        await().until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(processes.running()).containsExactly(other);
        assertThat(process(other).children()).hasSize(1);
    }

    @Test
    void oneThatDoesNotListenToSigtermIsKilled() throws Exception {
        start(1, "trap : TERM; touch ready; while :; do sleep 1; done", ", stop-timeout: 200ms");
        await().until(() -> Files.exists(folder.resolve("ready")));
        Instance one = processes.running().getFirst();
        ProcessHandle process = process(one);
        processes.stop(one);
        await().until(() -> !process.isAlive());
    }

    @Test
    void oneThatEndsByItselfIsToldAndTheNextWaitsASecond() throws Exception {
        start(1, "exit 7", "");
        await().until(() -> processes.running().isEmpty());
        for (int i = 0; i < 2; i++)
            assertThatThrownBy(() -> processes.grow(1))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageMatching(
                            "the process at 127.0.0.1:\\d+ ended by itself, with exit status 7");
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void whatTheyPrintIsInAFileOfEach() throws Exception {
        start(1, "echo hello; exec sleep 60", ", logs: " + folder.resolve("logs"));
        int port = processes.running().getFirst().address().port();
        await().until(() -> lines("logs/web-" + port + ".log").equals(List.of("hello")));
    }

    @Test
    void theirCpuTimeIsKnown() throws Exception {
        start(1, "while :; do :; done", "");
        String id = processes.running().getFirst().id();
        await().until(() -> {
            Map<String, Duration> used = processes.cpu();
            return used.containsKey(id) && used.get(id).toMillis() > 50;
        });
    }

    @Test
    void aCommandThatIsNotThereIsAProblemWithItsName() {
        String by = "{command: [/nowhere/server]}";
        var config = Given.scale("max: 9, in-flight: 1", by).by();
        processes = new Processes("web", (ProviderConfig.Processes) config, () -> 0);
        assertThatThrownBy(() -> processes.grow(1))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("/nowhere/server");
    }
}

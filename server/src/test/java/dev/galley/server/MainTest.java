// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own.
@EnabledOnOs({OS.LINUX, OS.MAC})
class MainTest {
    @TempDir private Path folder;
    private final List<Process> processes = new ArrayList<>();
    private Path file;
    private Path told;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("galley.yaml");
        told = folder.resolve("told");
        write("respond: {body: x}");
    }

    @AfterEach
    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    private void write(String route) throws IOException {
        Files.writeString(
                file,
                """
                admin: 127.0.0.1:0
                listeners: [{bind: "127.0.0.1:0", routes: [{%s}]}]
                """
                        .formatted(route));
    }

    private Process galley(String... arguments) throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(told.toFile())
                        .start();
        processes.add(process);
        return process;
    }

    private Process running() throws IOException {
        Process process = galley("run", file.toString());
        awaitTold("admin   http://127.0.0.1:");
        return process;
    }

    private void awaitTold(String text) {
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(told).contains(text));
    }

    private static void signal(Process process, String name) throws Exception {
        String pid = Long.toString(process.pid());
        new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    }

    private static int code(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void sigtermDrainsAndEndsWith0() throws Exception {
        Process galley = running();
        signal(galley, "TERM");
        assertThat(code(galley)).isZero();
        assertThat(Files.readString(told)).contains("draining").endsWith(" stopped\n");
    }

    @Test
    void sigintDoesTheSame() throws Exception {
        Process galley = running();
        signal(galley, "INT");
        assertThat(code(galley)).isZero();
    }

    @Test
    void sighupReloadsAndABadFileIsToldAndSurvived() throws Exception {
        Process galley = running();
        signal(galley, "HUP");
        awaitTold("reloaded " + file);
        write("nonsense: 1");
        signal(galley, "HUP");
        awaitTold("reload refused; what ran before keeps running:");
        awaitTold("galley.yaml:2:");
        signal(galley, "TERM");
        assertThat(code(galley)).isZero();
    }

    @Test
    void aSecondSigtermStopsAtOnce() throws Exception {
        try (Backend backend = new Backend("slow")) {
            Files.writeString(
                    file,
                    """
                    admin: 127.0.0.1:0
                    pools: {web: {members: ["%s"]}}
                    listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}]}]
                    """
                            .formatted(backend.at()));
            Process galley = running();
            String try_ = Files.readString(told).replaceFirst("(?s).*curl http://", "").strip();
            int port = Integer.parseInt(try_.replaceAll(".*:|/", ""));
            try (var client = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream()
                        .write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
                backend.asked.await();
                signal(galley, "TERM");
                awaitTold("draining for 30 s at the most");
                signal(galley, "TERM");
                assertThat(code(galley)).isEqualTo(128 + 15);
            }
        }
    }

    @Test
    void whatPreventsAStartIsToldInOneLineAndEndsWith1() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Files.writeString(file, Files.readString(file).replace("\"127.0.0.1:0\"", address));
            assertThat(code(galley("run", file.toString()))).isEqualTo(1);
            assertThat(Files.readString(told))
                    .startsWith("galley: cannot listen on " + address)
                    .containsOnlyOnce("\n");
        }
    }

    @Test
    void aBadFileIsToldByLineAndEndsWith1() throws Exception {
        write("nonsense: 1");
        assertThat(code(galley("run", file.toString()))).isEqualTo(1);
        assertThat(Files.readString(told)).startsWith("galley: " + file + ":2:");
    }

    @Test
    void otherCommandsAreThoseOfTheCli() throws Exception {
        assertThat(code(galley("check", file.toString()))).isZero();
        assertThat(Files.readString(told))
                .isEqualTo(file + " is good: 1 listener, 0 pools, 0 members\n");
        assertThat(code(galley("drain"))).isEqualTo(2);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A {@link NodeProgram} that runs.
final class NodeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Process process;
    private final List<String> said = new CopyOnWriteArrayList<>();

    NodeProcess(Path file, String name, String bind) throws IOException {
        this.name = name;
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                NodeProgram.class.getName(),
                                file.toString(),
                                name,
                                bind)
                        .redirectErrorStream(true)
                        .start();
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) said.add(line);
        } catch (IOException e) {
            said.add("ended: " + e);
        }
    }

    String name() {
        return name;
    }

    /// All that it has said.
    List<String> said() {
        return said;
    }

    /// How much it has said until now.
    int mark() {
        return said.size();
    }

    /// Waits until it says this, or has said it.
    void says(String line) {
        saysAfter(0, line);
    }

    /// Waits until it says something with this in it, or has said it.
    void tells(String part) {
        await().alias(name)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(said).anyMatch(line -> line.contains(part)));
    }

    /// Waits until it says this after a mark.
    void saysAfter(int mark, String line) {
        await().alias(name)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(said.stream().skip(mark)).contains(line));
    }

    /// Waits until the last that it said of something is this.
    void holds(String about, String value) {
        await().alias(name + ": " + about + " " + value)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(last(about)).as(said::toString).isEqualTo(value));
    }

    /// The last that it said of something; empty: nothing.
    String last(String about) {
        return said.stream()
                .filter(line -> line.startsWith(about + " "))
                .reduce("", (_, line) -> line)
                .replaceFirst(about + " ", "");
    }

    /// Whether it has the role, as far as it says.
    boolean leads() {
        String last =
                said.stream()
                        .filter(line -> line.startsWith("leads ") || line.startsWith("ends "))
                        .reduce("", (_, line) -> line);
        return last.startsWith("leads ");
    }

    void order(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// `STOP` or `CONT`.
    void signal(String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    }

    /// Has it leave in peace.
    void leave() throws Exception {
        order("leave");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

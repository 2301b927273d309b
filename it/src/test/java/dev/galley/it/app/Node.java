// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.server.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A process of Galley's, which does not have the classes of the tests, nor modules of the JDK but
/// those of a distribution's runtime.
public final class Node {
    /// What the JVM of each is told.
    private static final List<String> JVM =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m");

    private final Path told;
    private final Process process;

    /// @param told where it tells what happens
    ///
    /// @param java what the JVM is told besides
    public Node(Path told, Path file, List<String> options, String... java) {
        this(told, file, Map.of(), options, java);
    }

    /// @param environment what its process is given besides
    public Node(
            Path told,
            Path file,
            Map<String, String> environment,
            List<String> options,
            String... java) {
        this(told, file, environment, options, List.of(), List.of(java));
    }

    /// @param within the words that run it in a place of its own, as another machine is
    public Node(
            Path told,
            Path file,
            Map<String, String> environment,
            List<String> options,
            List<String> within,
            List<String> java) {
        this(told, environment, command(within, command(java, "run"), options, file));
    }

    /// From a jar, as users start it.
    public Node(
            Path jar, Path told, Path file, Map<String, String> environment, List<String> options) {
        this(told, environment, command(List.of(), ofJar(jar), options, file));
    }

    private Node(Path told, Map<String, String> environment, List<String> command) {
        this.told = told;
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(told.toFile()));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(
            List<String> within, List<String> run, List<String> options, Path file) {
        List<String> command = new ArrayList<>(within);
        command.addAll(run);
        command.addAll(options);
        command.add(file.toString());
        return command;
    }

    private static List<String> ofJar(Path jar) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(JVM);
        command.addAll(List.of("-jar", jar.toString(), "run"));
        return command;
    }

    /// The words that run Galley, but for what it is told after `galley`.
    ///
    /// @param java what the JVM is told besides
    public static List<String> command(List<String> java, String... galley) {
        List<String> command = new ArrayList<>(NodeRuntime.java());
        command.addAll(java);
        command.addAll(arguments());
        command.addAll(List.of(galley));
        return command;
    }

    /// What the JVM of each node is told, up to Galley's main class.
    static List<String> arguments() {
        List<String> arguments = new ArrayList<>(JVM);
        arguments.addAll(List.of("-cp", classpath(), Main.class.getName()));
        return arguments;
    }

    /// What `galley check` says.
    static String check(Path file) throws IOException {
        ProcessBuilder check = new ProcessBuilder(command(List.of(), "check", file.toString()));
        Process process = check.redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static String classpath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Waits until it does.
    public void serves() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> {
                    if (!process.isAlive()) throw new IllegalStateException(told());
                    assertThat(told()).contains("  admin   http://");
                });
    }

    public String told() {
        try {
            return Files.readString(told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// SIGTERM; waits for the end.
    public void stop() {
        process.destroy();
        ended();
        try {
            Files.delete(told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// SIGHUP.
    public void hangUp() throws IOException, InterruptedException {
        signal("HUP");
    }

    /// Whether the process that was started is still there, whatever runs in it.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// The time that processors have spent on it.
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /// SIGSTOP: it stands still.
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /// SIGCONT: it goes on.
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    /// SIGKILL.
    public void kill() {
        process.destroyForcibly();
        ended();
    }

    private void ended() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) throw new IllegalStateException(told());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

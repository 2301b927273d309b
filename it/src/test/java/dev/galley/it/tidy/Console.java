// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Types the commands of a page's `console` blocks into a copy of the project that has been built,
/// and compares what is printed with what the page shows.
///
/// A line that begins with `$ ` is a command, the lines below it are its output. `…` stands for
/// anything, and as a line for any lines. Times and the width of gaps are not compared. `galley
/// run` stays in the background until the page ends.
final class Console implements AutoCloseable {
    private static final String JAR = "server/target/galley.jar";

    private final Path home;
    private final Ports ports = new Ports();
    private final List<Process> background = new ArrayList<>();

    private Console(Path home) {
        this.home = home;
    }

    static boolean possible(SourceTree tree) {
        return Files.exists(tree.root().resolve(JAR));
    }

    static Console in(Path home, SourceTree tree) throws IOException {
        Console console = new Console(home);
        var copied = tree.names(name -> name.matches("galley|(build|examples)/.*"));
        for (String name : copied) {
            Path file = home.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, console.ports.toFree(tree.text(name)));
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Path target = Files.createDirectories(home.resolve("target"));
        Files.copy(tree.root().resolve(JAR), target.resolve("galley.jar"));
        Files.createFile(target.resolve("galley.built"));
        return console;
    }

    void play(Page.Block block) throws Exception {
        Deque<String> lines = new ArrayDeque<>(block.lines());
        while (!lines.isEmpty()) {
            String command = lines.removeFirst();
            assertThat(command).as("%s begins with a command", block).startsWith("$ ");
            List<String> output = new ArrayList<>();
            while (!lines.isEmpty() && !lines.getFirst().startsWith("$ ")) {
                output.add(lines.removeFirst());
            }
            play(command.substring(2), output);
        }
    }

    private void play(String command, List<String> shown) throws Exception {
        Path log = Files.createTempFile(home, "output", ".txt");
        Process process = start(command, log);
        boolean stays = command.startsWith("./galley run ");
        if (stays) {
            background.add(process);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Shown expected = new Shown(shown);
        while (System.nanoTime() < deadline) {
            boolean ended = process.waitFor(20, TimeUnit.MILLISECONDS);
            if ((ended || stays) && expected.matches(printed(log))) {
                return;
            }
            if (ended) {
                break;
            }
        }
        fail("$ %s%nprinted:%n%s%nbut the page shows:%n%s", command, printed(log), expected);
    }

    private Process start(String command, Path log) throws IOException {
        var builder = new ProcessBuilder("sh", "-c", "exec 2>&1; " + ports.toFree(command));
        builder.environment().put("GALLEY_ADMIN", ports.toFree("127.0.0.1:9900"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.directory(home.toFile()).redirectOutput(log.toFile()).start();
    }

    private String printed(Path log) throws IOException {
        return ports.toShown(Files.readString(log));
    }

    @Override
    public void close() {
        for (Process process : background) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }
}

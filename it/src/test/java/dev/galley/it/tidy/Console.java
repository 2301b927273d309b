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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Types the commands of a page's `console` blocks into a copy of the project that has been built,
/// and compares what is printed with what the page shows.
///
/// A line that begins with `$ ` is a command, the lines below it are its output. `galley run` stays
/// in the background until the page ends; lines with no command above them are what it prints
/// later.
final class Console implements AutoCloseable {
    private static final String JAR = "server/target/galley.jar";

    /// What was built of the examples; it comes along.
    private static final List<String> BUILT =
            List.of("examples/chat/target", "examples/genes/target", "examples/shop/target");

    private record Started(Process process, Path log) {}

    private final Path home;
    private final Ports ports = new Ports();
    private @Nullable Started galley;

    private Console(Path home) {
        this.home = home;
    }

    static boolean possible(SourceTree tree) {
        return Files.exists(tree.root().resolve(JAR));
    }

    static Console in(Path home, SourceTree tree) throws IOException {
        Console console = new Console(home);
        for (String name : tree.names(name -> name.matches("galley|(build|examples)/.*"))) {
            Path file = home.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, console.ports.toFree(withAdmin(name, tree.text(name))));
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Path target = Files.createDirectories(home.resolve("target"));
        Files.copy(tree.root().resolve(JAR), target.resolve("galley.jar"));
        Files.createFile(target.resolve("galley.built"));
        for (String built : BUILT) {
            Path there = tree.root().resolve(built);
            if (Files.exists(there)) Files.createSymbolicLink(home.resolve(built), there);
        }
        return console;
    }

    /// The admin address that a file leaves to its default must become a free one, too.
    private static String withAdmin(String name, String text) {
        boolean silent = name.endsWith("galley.yaml") && !text.contains("\nadmin:");
        return silent ? text + "\nadmin: 127.0.0.1:9900\n" : text;
    }

    void play(Page.Block block) throws Exception {
        Deque<String> lines = new ArrayDeque<>(block.lines());
        List<String> later = output(lines);
        if (!later.isEmpty()) {
            Shown shown = new Shown(later);
            await(block.toString(), shown, galley, shown::isIn);
        }
        while (!lines.isEmpty()) {
            play(lines.removeFirst().substring(2), new Shown(output(lines)));
        }
    }

    private void play(String command, Shown shown) throws Exception {
        if (command.startsWith("./galley run ")) {
            galley = start(command);
            await(command, shown, galley, shown::isIn);
        } else {
            String printed = printed(command);
            if (!shown.isAllOf(printed)) differs(command, printed, shown);
        }
    }

    /// Runs Galley until the end of the page; returns once it has printed `line`.
    void run(String file, String line) throws Exception {
        play("./galley run " + file, new Shown(List.of(line)));
    }

    /// Runs `command` to its end.
    String printed(String command) throws Exception {
        Started started = start(command);
        assertThat(started.process.waitFor(30, TimeUnit.SECONDS)).as(command).isTrue();
        return printed(started);
    }

    private String printed(Started started) throws IOException {
        return ports.toShown(Files.readString(started.log));
    }

    private static List<String> output(Deque<String> lines) {
        List<String> output = new ArrayList<>();
        while (!lines.isEmpty() && !lines.getFirst().startsWith("$ ")) {
            output.add(lines.removeFirst());
        }
        return output;
    }

    private Started start(String command) throws IOException {
        Path log = Files.createTempFile(home, "output", ".txt");
        var builder = new ProcessBuilder("sh", "-c", "exec 2>&1; " + ports.toFree(command));
        builder.environment().put("GALLEY_ADMIN", ports.toFree("127.0.0.1:9900"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.directory(home.toFile()).redirectOutput(log.toFile());
        return new Started(builder.start(), log);
    }

    /// Waits until what `started` has printed fits, for as long as it may print more.
    private void await(String what, Shown shown, Started started, Predicate<String> fits)
            throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        boolean ended = false;
        while (!ended && System.nanoTime() < deadline) {
            ended = started.process.waitFor(20, TimeUnit.MILLISECONDS);
            if (fits.test(printed(started))) {
                return;
            }
        }
        differs(what, printed(started), shown);
    }

    private static void differs(String what, String printed, Shown shown) {
        fail("%s%nprinted:%n%s%nbut the page shows:%n%s", what, printed, shown);
    }

    @Override
    public void close() throws IOException {
        for (String built : BUILT) Files.deleteIfExists(home.resolve(built));
        if (galley != null) {
            // Its children as well: they write to the folder until they have ended.
            List<ProcessHandle> all = new ArrayList<>(galley.process.descendants().toList());
            all.add(galley.process.toHandle());
            all.forEach(ProcessHandle::destroy);
            for (ProcessHandle one : all) one.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}

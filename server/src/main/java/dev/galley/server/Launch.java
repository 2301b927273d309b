// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.cli.Mode;
import dev.galley.cluster.upgrade.Plan;
import dev.galley.reach.kernel.process.Exec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How this process was started, and how another one is put in its place.
///
/// @param command the program and all its arguments; empty: that is not known
/// @param arguments those that are Galley's own
/// @param life which process it is: another one has another one, also under the same number
/// @param own the jar that it runs from, as it was at the start; null: it runs from none
record Launch(
        List<String> command,
        List<String> arguments,
        Mode mode,
        Lineage lineage,
        String life,
        @Nullable Imprint own) {
    private static final Path COMMAND = Path.of("/proc/self/cmdline");
    private static final String JAR = "-jar";
    private static final List<String> AGENTS =
            List.of("-javaagent:", "-agentlib:", "-agentpath:", "-Dcom.sun.management.jmxremote");
    private static final String RUNTIME = "runtime/bin/java";

    Launch {
        command = List.copyOf(command);
        arguments = List.copyOf(arguments);
    }

    /// Of this process; the command is not known yet, since to ask takes some milliseconds.
    ///
    /// @param arguments Galley's own
    static Launch own(List<String> arguments, Mode mode) {
        String told = System.getenv(Lineage.VARIABLE);
        Lineage lineage =
                told == null ? Lineage.NONE : Lineage.parse(told, ProcessHandle.current().pid());
        String life = Long.toHexString(System.nanoTime());
        return new Launch(List.of(), arguments, mode, lineage, life, ownJar());
    }

    /// By `java -jar` the class path is the jar.
    private static @Nullable Imprint ownJar() {
        Path path = Path.of(System.getProperty("java.class.path"));
        return Files.isRegularFile(path) ? Imprint.of(path) : null;
    }

    /// This one with its command, if that can be had.
    Launch known() {
        return new Launch(command(arguments), arguments, mode, lineage, life, own);
    }

    private static List<String> command(List<String> arguments) {
        try {
            List<String> all =
                    new ArrayList<>(List.of(Files.readString(COMMAND, UTF_8).split("\0", -1)));
            all.removeLast();
            String java = ProcessHandle.current().info().command().orElse("");
            int own = all.size() - arguments.size();
            boolean known = own > 1 && all.subList(own, all.size()).equals(arguments);
            if (!known || java.isEmpty()) return List.of();
            all.set(0, java);
            return all;
        } catch (IOException e) {
            return List.of();
        }
    }

    /// The jar that it runs from; empty: it runs from none.
    String jar() {
        int at = jarAt();
        return at < 0 ? "" : Path.of(command.get(at)).toAbsolutePath().toString();
    }

    private int jarAt() {
        List<String> java = java();
        int option = java.indexOf(JAR);
        return option < 0 || option + 1 == java.size() ? -1 : option + 1;
    }

    /// The command without Galley's own arguments.
    private List<String> java() {
        return command.isEmpty() ? command : command.subList(0, command.size() - arguments.size());
    }

    /// How the new version does something.
    ///
    /// @param words what
    List<String> next(Plan plan, List<String> words) {
        List<String> next = new ArrayList<>(java());
        if (!plan.jar().isEmpty()) {
            Path other = home(Path.of(plan.jar()));
            for (Path home : homes())
                if (hasRuntime(home) && hasRuntime(other))
                    next.replaceAll(word -> word.replace(home + "/", other + "/"));
            next.set(jarAt(), plan.jar());
        }
        next.addAll(words);
        return next;
    }

    /// How it does something beside this process: without agents, which would listen where this
    /// one's do.
    ///
    /// @param words what
    List<String> beside(Plan plan, List<String> words) {
        List<String> beside = new ArrayList<>(next(plan, words));
        beside.removeIf(word -> AGENTS.stream().anyMatch(word::startsWith));
        return beside;
    }

    /// The folder of a distribution, which has a runtime of its own and options beside the jar.
    private static Path home(Path jar) {
        return jar.resolveSibling("..").normalize();
    }

    /// This one's, as it is named and as it is: the program is known by where links lead.
    private Set<Path> homes() {
        Set<Path> homes = new LinkedHashSet<>(List.of(home(Path.of(jar()))));
        if (own != null) homes.add(home(own.real()));
        return homes;
    }

    private static boolean hasRuntime(Path home) {
        return Files.isExecutable(home.resolve(RUNTIME));
    }

    private List<String> run(Plan plan) {
        List<String> words = new ArrayList<>(List.of("run"));
        String node = mode.node();
        if (node != null) Collections.addAll(words, "--node", node);
        words.add(plan.file());
        return next(plan, words);
    }

    /// What is to be in the place of this process.
    ///
    /// @param lineage what it is told
    record Successor(List<String> command, Lineage lineage) {
        /// Puts it there.
        ///
        /// @throws IOException if that failed, with a sentence
        void start() throws IOException {
            System.out.flush();
            System.err.flush();
            String told = lineage.text(ProcessHandle.current().pid());
            Exec.replace(command, Lineage.VARIABLE, told);
        }
    }

    Successor next(Plan plan, String upgrade) {
        return new Successor(run(plan), lineage.next(upgrade, back()));
    }

    /// How this process comes back: from its jar, whatever a link that named it names meanwhile.
    private List<String> back() {
        List<String> back = new ArrayList<>(command);
        int at = jarAt();
        if (own != null && at >= 0) back.set(at, own.real().toString());
        return back;
    }

    /// Whether there was another one in its place.
    boolean hasBefore() {
        return !lineage.command().isEmpty();
    }

    /// @param why empty: it was told to
    Successor before(String why) {
        return new Successor(lineage.command(), lineage.back(why));
    }
}

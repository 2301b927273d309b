// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Real programs.
final class Program {
    private Program() {}

    static Optional<Path> find(String name) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")),
                        Stream.of("/usr/sbin", System.getProperty("java.home") + "/bin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// What a command prints, which is split at spaces; ended after 10 s.
    static String run(String command) {
        return run(List.of(command.split(" ")));
    }

    static String run(List<String> command) {
        return run(40, command);
    }

    /// @param seconds after which it is ended
    static String run(int seconds, List<String> command) {
        try {
            Process process = builder(seconds, command).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same, of a command that must not fail.
    static String must(String command) {
        try {
            Process process = builder(40, List.of(command.split(" "))).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) throw new IllegalStateException(command + ": " + said);
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProcessBuilder builder(int seconds, List<String> command) {
        List<String> line = new ArrayList<>(List.of("timeout", "" + seconds));
        line.add(find(command.getFirst()).map(Path::toString).orElse(command.getFirst()));
        line.addAll(command.subList(1, command.size()));
        return new ProcessBuilder(line).redirectErrorStream(true);
    }
}

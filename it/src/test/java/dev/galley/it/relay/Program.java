// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.relay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.galley.it.net.Soon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real server or client that a test runs.
public final class Program implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Where a program is; the test is skipped where it is not installed, and fails there with
    /// `CI=true`.
    ///
    /// @param folders beside those of PATH
    public static String find(String name, String... folders) {
        var path =
                Stream.of(
                                Stream.of(System.getenv("PATH").split(":")),
                                Stream.of("/usr/sbin", "/sbin"),
                                Stream.of(folders))
                        .flatMap(all -> all)
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(
                path.isPresent() || "true".equals(System.getenv("CI")), name + " is not installed");
        return path.orElseThrow().toString();
    }

    /// Starts a server, which says what it does in `folder`, and waits until it accepts at `port`.
    public static Program serving(int port, Path folder, List<String> command) {
        Program program = started(folder, command);
        Soon.until(() -> program.accepts(port));
        return program;
    }

    /// Starts a program.
    static Program started(Path folder, List<String> command) {
        try {
            Path log = Files.createTempFile(folder, "log", ".txt");
            return new Program(
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean accepts(int port) {
        if (!process.isAlive()) throw new IllegalStateException("it does not start: " + said());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /// What it has said so far.
    public String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a command to its end, 50 s at the most; what it said on either stream.
    static String run(Path folder, List<String> command) {
        try (Program program = started(folder, command)) {
            if (!program.process.waitFor(50, TimeUnit.SECONDS))
                throw new IllegalStateException("it does not end: " + program.said());
            return program.said();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Ends it, and what it has started.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}

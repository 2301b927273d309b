// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A real server, which listens on a port of 127.0.0.1 and lives as long as the test.
public final class Program implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final InetSocketAddress address;

    /// Starts it and waits until it accepts connections.
    ///
    /// @param folder for its log
    /// @param command what [#path(String)] finds, and its arguments
    public Program(Path folder, int port, String... command) throws IOException {
        log = folder.resolve("log-" + port);
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        process = start(log, command);
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(50))
                .until(this::accepts);
    }

    private static Process start(Path log, String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, path(command[0]).orElseThrow().toString());
        return new ProcessBuilder(words)
                .directory(log.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /// Runs a program to its end, which must be a good one.
    public static void run(Path folder, String... command)
            throws IOException, InterruptedException {
        Path log = folder.resolve("log-run");
        if (start(log, command).waitFor() != 0) throw new IOException(Files.readString(log));
    }

    /// Where a program is.
    static Optional<Path> path(String program) {
        Stream<String> folders = Stream.of(System.getenv("PATH").split(":", -1));
        return Stream.concat(folders, Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public InetSocketAddress address() {
        return address;
    }

    private boolean accepts() throws IOException {
        if (!process.isAlive()) throw new IllegalStateException(Files.readString(log));
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /// SIGSTOP: it goes on listening, and says nothing any more.
    void freeze() throws IOException, InterruptedException {
        run(log.getParent(), "kill", "-STOP", String.valueOf(process.pid()));
        // It may still be on a processor.
        Awaitility.await().until(this::stands);
    }

    /// Whether each of its threads has stopped.
    private boolean stands() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList())
                if (!Files.readString(thread.resolve("stat")).contains(") T ")) return false;
        }
        return true;
    }

    /// SIGCONT.
    void thaw() throws IOException, InterruptedException {
        run(log.getParent(), "kill", "-CONT", String.valueOf(process.pid()));
    }

    /// Ends it, by SIGQUIT: PostgreSQL gives back its shared memory then.
    @Override
    public void close() {
        try {
            if (!process.isAlive()) return;
            run(log.getParent(), "kill", "-QUIT", String.valueOf(process.pid()));
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// A folder that other users may enter, and its end.
    static Path folder(String name) throws IOException {
        Path folder = Files.createTempDirectory("galley-" + name + "-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}

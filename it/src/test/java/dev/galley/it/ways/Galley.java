// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.ways;

import dev.galley.it.app.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The program as a process of its own, by one file.
final class Galley implements AutoCloseable {
    private static final Pattern LISTEN =
            Pattern.compile("  listen  127\\.0\\.0\\.1:(\\d+)(/udp)?  ");

    private final Path file;
    private final Path told;
    private final Process process;

    /// Starts it and waits until it serves.
    ///
    /// @param folder for its file, and what it tells
    /// @param listeners each at port 0 of 127.0.0.1
    Galley(Path folder, String pools, String listeners) {
        file = folder.resolve("galley.yaml");
        told = folder.resolve("told");
        write(pools, listeners);
        try {
            process =
                    new ProcessBuilder(Node.command(List.of(), "run", file.toString()))
                            .redirectErrorStream(true)
                            .redirectOutput(told.toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        soon(() -> {
            if (!process.isAlive()) throw new IllegalStateException(told());
            return told().contains("  admin   http://");
        });
    }

    private void write(String pools, String listeners) {
        String yaml = "admin: 127.0.0.1:0\ndrain: 0s\n" + pools + listeners;
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes another file, and has it read.
    void reload(String pools, String listeners) {
        write(pools, listeners);
        long before = reloads();
        try {
            String pid = Long.toString(process.pid());
            new ProcessBuilder("kill", "-HUP", pid).start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        soon(() -> {
            if (told().contains("reload refused")) throw new IllegalStateException(told());
            return reloads() > before;
        });
    }

    private long reloads() {
        return Pattern.compile(" reloaded ").matcher(told()).results().count();
    }

    /// Where its listeners are, in the order of the file.
    List<InetSocketAddress> listeners() {
        return LISTEN.matcher(told())
                .results()
                .map(line -> at(Integer.parseInt(line.group(1))))
                .toList();
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// What it has said so far.
    String told() {
        try {
            return Files.readString(told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it is so; 10 s at the most.
    static void soon(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

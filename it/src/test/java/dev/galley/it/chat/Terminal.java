// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The chat's client for terminals, in a process of its own, driven through pipes.
final class Terminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final PrintStream in;
    private final List<String> told = new CopyOnWriteArrayList<>();

    Terminal(URI page) throws IOException {
        process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                chat.terminal.Terminal.class.getName(),
                                page.toString())
                        .redirectErrorStream(true)
                        .start();
        in = new PrintStream(process.getOutputStream(), true, UTF_8);
        Thread.startVirtualThread(() -> process.inputReader(UTF_8).lines().forEach(told::add));
    }

    void types(String... lines) {
        for (String line : lines) in.println(line);
    }

    /// Waits until a line has this text.
    void tells(String text) {
        await(text)
                .atMost(PATIENCE)
                .until(() -> told.stream().anyMatch(line -> line.contains(text)));
    }

    /// Ends its input, and with it the program.
    @Override
    public void close() {
        in.close();
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("it does not end: " + told, e);
        }
    }
}

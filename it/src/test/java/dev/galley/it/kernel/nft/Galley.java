// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import dev.galley.it.app.Node;
import dev.galley.it.net.Soon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The program, as a process in a namespace; its admin API listens on port 9900 there.
final class Galley implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Namespace at;
    private final Path file;
    private final Path told;
    private final int admin;
    private final Process process;

    /// Starts it, and waits until it serves or has ended.
    ///
    /// @param folder for its file, and what it tells
    /// @param text of the file, but for the admin API
    Galley(Namespace at, Path folder, int admin, String text) {
        this.at = at;
        this.admin = admin;
        file = folder.resolve("galley-" + admin + ".yaml");
        told = folder.resolve("told-" + admin);
        write(text);
        List<String> command =
                Node.command(List.of("-Dgalley.forwarder=nftables"), "run", file.toString());
        try {
            process =
                    new ProcessBuilder(at.command(command.toArray(String[]::new)))
                            .redirectErrorStream(true)
                            .redirectOutput(told.toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await()
                .atMost(START)
                .until(() -> !process.isAlive() || told().contains("  admin   http://"));
    }

    /// A file whose listeners answer by themselves.
    ///
    /// @param listeners each without its routes
    static String answering(String... listeners) {
        StringBuilder yaml =
                new StringBuilder("pools: {web: {members: \"127.0.0.1:1\"}}\nlisteners:\n");
        for (String listener : listeners)
            yaml.append(
                    "  - {%s, routes: [{respond: {status: 200, body: hello}}]}\n"
                            .formatted(listener));
        return yaml.toString();
    }

    private void write(String text) {
        try {
            Files.writeString(file, "admin: 127.0.0.1:" + admin + "\ndrain: 0s\n" + text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes another file, and has it read.
    ///
    /// @return what the admin API answers
    String reload(String text) {
        write(text);
        return ask("POST", "/v1/reload", "");
    }

    /// Asks the admin API.
    ///
    /// @return the answer, with its head
    String ask(String method, String path, String body) {
        return at.call(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin)) {
                String head =
                        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                        .formatted(method, path)
                                + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                                        .formatted(body.length());
                socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
                return new String(
                        socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            }
        });
    }

    /// Denies sources.
    ///
    /// @param seconds 0: without an end
    String deny(long seconds, String... sources) {
        String list = String.join("\", \"", sources);
        String time = seconds == 0 ? "" : ", \"seconds\": " + seconds;
        return ask("POST", "/v1/deny", "{\"sources\": [\"" + list + "\"]" + time + "}");
    }

    /// A sample of the metrics.
    ///
    /// @param labels as they stand there, a part of them
    double metric(String name, String labels) {
        var sample =
                Pattern.compile(name + "\\{[^}]*" + Pattern.quote(labels) + "[^}]*} (\\S+)")
                        .matcher(ask("GET", "/metrics", ""));
        if (!sample.find()) throw new IllegalStateException("no " + name + labels);
        return Double.parseDouble(sample.group(1));
    }

    /// What it has said so far.
    String told() {
        try {
            return Files.readString(told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The name of its table.
    String table() {
        return "galley-" + process.pid() + "-";
    }

    /// SIGTERM.
    void stop() {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly();
        Soon.until(() -> !process.isAlive());
    }
}

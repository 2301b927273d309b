// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import dev.galley.it.app.Example;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The chat of the examples in processes of its own, by one of its files, on free ports.
final class Chat implements AutoCloseable {
    static final Path EXAMPLE = Path.of("../examples/chat").toAbsolutePath().normalize();
    static final Path JAR = EXAMPLE.resolve("target/chat.jar");

    private final Example example;

    /// @param folder where it gets a folder of its own
    ///
    /// @param database its URL; empty: a file in that
    Chat(Path folder, String name, String database, String... options) throws IOException {
        Path own = Files.createTempDirectory(folder, "chat-");
        String url = database.isEmpty() ? "jdbc:h2:" + own.resolve("chat") : database;
        Map<String, String> replaced = Map.of("${CHAT_DATABASE:-jdbc:h2:./target/chat}", url);
        example = new Example(own, EXAMPLE.resolve(name), replaced, options);
    }

    /// Starts all nodes.
    Chat start() {
        example.start();
        return this;
    }

    /// SIGKILL.
    void kill(String name) {
        example.kill(name);
    }

    /// What browsers open, by way of Galley's proxy.
    URI page() {
        return URI.create("http://" + example.web() + "/");
    }

    /// What the page connects to.
    URI socket() {
        return URI.create("ws://" + example.web() + "/socket");
    }

    @Override
    public void close() {
        example.close();
    }
}

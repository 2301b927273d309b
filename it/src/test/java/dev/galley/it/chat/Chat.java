// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import dev.galley.config.Address;
import dev.galley.config.Config;
import dev.galley.it.app.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// The chat of the examples in processes of its own, by one of its files, on free ports.
final class Chat implements AutoCloseable {
    static final Path EXAMPLE = Path.of("../examples/chat").toAbsolutePath().normalize();
    static final Path JAR = EXAMPLE.resolve("target/chat.jar");

    private static final Pattern PORT = Pattern.compile("(?<=127\\.0\\.0\\.1:)\\d+");

    private final Path folder;
    private final Path file;
    private final Config config;
    private final List<String> options;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /// @param folder where it gets a folder of its own
    ///
    /// @param database its URL; empty: a file in that
    Chat(Path folder, String name, String database, String... options) throws IOException {
        this.folder = Files.createTempDirectory(folder, "chat-");
        String url = database.isEmpty() ? "jdbc:h2:" + this.folder.resolve("chat") : database;
        Map<String, Integer> free = new HashMap<>();
        String text =
                PORT.matcher(Files.readString(EXAMPLE.resolve(name)))
                        .replaceAll(port -> "" + free.computeIfAbsent(port.group(), _ -> port()))
                        .replace("examples/chat/target/chat.jar", JAR.toString())
                        .replace("${CHAT_DATABASE:-jdbc:h2:./target/chat}", url);
        this.file = Files.writeString(this.folder.resolve(name), text);
        this.config = Config.parse(name, text, Map.of());
        this.options = List.of(options);
    }

    /// A free one below those that Linux gives to outgoing connections: nodes make some before all
    /// have begun to listen.
    private static int port() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException _) {
                // Somebody has it.
            }
        }
    }

    /// Starts all nodes. The first that runs modules has the database open before the others come.
    Chat start() {
        List<String> names = new ArrayList<>(config.app().nodes().keySet());
        if (names.isEmpty()) names.add("");
        for (String name : names) {
            nodes.put(name, begin(name));
            if (nodes.size() == 2) nodes.get(name).serves();
        }
        nodes.values().forEach(Node::serves);
        return this;
    }

    private Node begin(String name) {
        List<String> all = new ArrayList<>(options);
        if (!name.isEmpty()) all.addAll(List.of("--node", name));
        return new Node(folder.resolve("told-" + name), file, all);
    }

    /// SIGKILL.
    void kill(String name) {
        nodes.get(name).kill();
    }

    /// What browsers open, by way of Galley's proxy.
    URI page() {
        return URI.create("http://" + web() + "/");
    }

    /// What the page connects to.
    URI socket() {
        return URI.create("ws://" + web() + "/socket");
    }

    private Address web() {
        return config.listeners().getFirst().bind().address();
    }

    @Override
    public void close() {
        nodes.values().forEach(Node::kill);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.compute;

import dev.galley.config.Config;
import dev.galley.it.app.Node;
import dev.galley.it.net.Ports;
import genes.Hits;
import genes.Query;
import genes.Search;
import genes.Slice;
import genes.Update;
import genes.align.Database;
import genes.terminal.Maker;
import genes.terminal.Nodes;
import genes.terminal.Queries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The search for genes in processes of its own, by one of the example's files, on free ports.
final class Laboratory implements AutoCloseable {
    private static final Path EXAMPLE = Path.of("../examples/genes").toAbsolutePath().normalize();
    private static final Pattern PORT = Pattern.compile("(?<=127\\.0\\.0\\.1:)\\d+");
    private static final String SECRET = "only-for-trying-it-out";
    private static final int BEST = 5, BYTES = 768 << 10;

    private final Path folder;
    private final Path file;
    private final Map<String, String> addresses;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Database database;
    private final List<Query> queries;
    private int begun;

    private Laboratory(Path folder, String text, Map<String, String> addresses) throws IOException {
        this.folder = folder;
        new Maker(1).make(folder, BYTES);
        this.database = new Database(folder.resolve("database.fasta"));
        this.queries = Queries.of(folder.resolve("queries.fasta"));
        this.addresses = addresses;
        String mine =
                text.replace("examples/genes/target/genes.jar", EXAMPLE + "/target/genes.jar")
                        .replace("target/genes/database.fasta", database.path().toString())
                        .replace("{at-once: 2}", "{cells: 5000000, checkpoint: 100ms}");
        this.file = Files.writeString(folder.resolve("galley.yaml"), mine);
    }

    /// Two nodes that coordinate, and four that align.
    ///
    /// @param redis where checkpoints are kept; empty: in process
    static Laboratory distributed(Path folder, String redis) throws IOException {
        Map<String, Integer> free = new HashMap<>();
        String example = Files.readString(EXAMPLE.resolve("distributed-cluster.yaml"));
        String text = redis.isEmpty() ? example.replaceFirst("(?m)^sessions:.*$", "") : example;
        String mine =
                PORT.matcher(text.replace("redis://127.0.0.1:6379", "redis"))
                        .replaceAll(
                                port -> "" + free.computeIfAbsent(port.group(), _ -> Ports.free()))
                        .replace("redis}\"", redis + "}\"");
        Map<String, String> addresses = new HashMap<>();
        Config.parse("distributed-cluster.yaml", mine, Map.of())
                .app()
                .nodes()
                .forEach((name, node) -> addresses.put(name, node.bind().toString()));
        return new Laboratory(folder, mine, addresses);
    }

    /// Three equal nodes, which keep checkpoints themselves.
    static Laboratory cluster(Path folder) throws IOException {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (String node : List.of("one", "two", "three"))
            addresses.put(node, "127.0.0.1:" + Ports.free(6));
        String peers =
                addresses.values().stream()
                        .map(a -> '"' + a + '"')
                        .collect(Collectors.joining(","));
        String text =
                Files.readString(EXAMPLE.resolve("cluster.yaml"))
                        .replace("127.0.0.1:990${GENES_NODE}", "127.0.0.1:0")
                        .replace("127.0.0.1:78${GENES_NODE}0", "${GENES_BIND}")
                        .replaceFirst("peers: \\[.*]", "peers: [" + peers + "]")
                        .replace("./target/genes/cluster", folder.resolve("data").toString());
        return new Laboratory(folder, text, addresses);
    }

    /// Starts these nodes, and waits until they serve.
    Laboratory start(String... names) {
        for (String name : names) nodes.put(name, begin(name));
        for (String name : names) node(name).serves();
        return this;
    }

    private Node begin(String name) {
        Path told = folder.resolve(name + "-told-" + ++begun);
        Map<String, String> environment = Map.of("GENES_BIND", addresses.get(name));
        return new Node(told, file, environment, List.of("--node", name));
    }

    Node node(String name) {
        return nodes.get(name);
    }

    /// Searches by whichever of these nodes is there.
    ///
    /// @param by with commas between them
    /// @param watcher told how it goes on
    Hits search(String by, String id, Consumer<Update.Running> watcher) {
        String all =
                Arrays.stream(by.split(",")).map(addresses::get).collect(Collectors.joining(","));
        try (Nodes at = Nodes.at(all, SECRET)) {
            return at.search(new Search(id, queries, BEST), watcher);
        }
    }

    /// What one thread finds.
    Hits reference() throws IOException {
        return database.align(new Slice(0, database.length()), queries, BEST);
    }

    @Override
    public void close() {
        nodes.values().forEach(Node::kill);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.compute;

import dev.galley.it.app.Node;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The search for genes in processes of its own: two that coordinate, c1 and c2, and three that
/// align, w1 to w3.
final class Laboratory implements AutoCloseable {
    private static final Path JAR =
            Path.of("../examples/genes/target/genes.jar").toAbsolutePath().normalize();
    private static final String SECRET = "genes-are-not-for-strangers";
    private static final int BEST = 5, BYTES = 768 << 10;

    private final Path folder;
    private final Path file;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Database database;
    private final List<Query> queries;
    private int begun;

    /// @param sessions a line of the file that says where checkpoints are kept; empty: in process
    Laboratory(Path folder, String sessions) throws IOException {
        this.folder = folder;
        new Maker(1).make(folder, BYTES);
        this.database = new Database(folder.resolve("database.fasta"));
        this.queries = Queries.of(folder.resolve("queries.fasta"));
        for (String name : List.of("c1", "c2", "w1", "w2", "w3")) ports.put(name, Node.freePort());
        this.file = Files.writeString(folder.resolve("galley.yaml"), text(sessions));
    }

    private String text(String sessions) {
        String where =
                ports.entrySet().stream()
                        .map(node ->
                                "    %s: {bind: \"127.0.0.1:%d\", modules: [%s]}%n"
                                        .formatted(
                                                node.getKey(),
                                                node.getValue(),
                                                node.getKey().startsWith("c")
                                                        ? "searches"
                                                        : "aligner"))
                        .collect(Collectors.joining());
        return """
        admin: 127.0.0.1:0
        %sapp:
          classpath: [%s]
          secret: %s
          modules:
            aligner: {config: {database: %s}}
            searches: {config: {cells: 5000000, checkpoint: 100ms}}
          nodes:
        %s\
        """
                .formatted(sessions, JAR, SECRET, database.path(), where);
    }

    /// Starts these nodes, and waits until they serve.
    Laboratory start(String... names) {
        for (String name : names) nodes.put(name, begin(name));
        for (String name : names) node(name).serves();
        return this;
    }

    private Node begin(String name) {
        Path told = folder.resolve(name + "-told-" + ++begun);
        return new Node(told, file, List.of("--node", name));
    }

    Node node(String name) {
        return nodes.get(name);
    }

    /// Searches by whichever coordinator is there.
    ///
    /// @param watcher told how it goes on
    Hits search(String id, Consumer<Update.Running> watcher) {
        String both = "127.0.0.1:%d,127.0.0.1:%d".formatted(ports.get("c1"), ports.get("c2"));
        try (Nodes at = Nodes.at(both, SECRET)) {
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

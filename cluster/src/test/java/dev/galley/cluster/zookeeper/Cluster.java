// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.Node;
import dev.galley.config.Address;
import dev.galley.config.ClusterConfig;
import dev.galley.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/// Nodes on this machine, by one file.
final class Cluster implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> binds = new HashMap<>();
    private final Map<String, NodeProcess> nodes = new HashMap<>();
    private final List<NodeProcess> all = new ArrayList<>();
    private final List<Coordination> here = new ArrayList<>();
    private final List<ServerSocket> claims = new ArrayList<>();

    Cluster(Path folder) {
        this.folder = folder;
    }

    /// Where a node binds: a port with four free ones above it.
    String bind(String node) {
        return binds.computeIfAbsent(node, _ -> "127.0.0.1:" + free());
    }

    /// Whoever listens at the sixth has the five before it: tests of two processes choose at a
    /// time.
    private int free() {
        while (true) {
            int port = 21_000 + 6 * ThreadLocalRandom.current().nextInt(150);
            try {
                ServerSocket claim = listen(port + 5);
                claims.add(claim);
                for (int i = 0; i < 5; i++) listen(port + i).close();
                return port;
            } catch (IOException taken) {
                // The next one may be free.
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    /// Starts a node.
    ///
    /// @param words of `cluster:` besides the name and the folder, each with its value
    NodeProcess start(String node, String... words) throws IOException {
        NodeProcess process = new NodeProcess(file(node, words), node, bind(node));
        nodes.put(node, process);
        all.add(process);
        return process;
    }

    /// Starts a node in this process, of which it uses nothing that is there but once: not one that
    /// carries the coordination.
    Coordination here(String node, String... words) throws Exception {
        ClusterConfig config = Objects.requireNonNull(Config.load(file(node, words)).cluster());
        Node self = new Node(node, Address.parse(bind(node)), Map.of(), "1");
        Coordination started = ZooKeeperCoordination.start(config, self);
        here.add(started);
        return started;
    }

    private Path file(String node, String... words) throws IOException {
        Path file = folder.resolve(node + ".yaml");
        String yaml =
                "cluster:\n  name: test\n  bind: %s\n  data: %s\n"
                        .formatted(bind(node), folder.resolve("data"));
        for (String word : words) yaml += "  " + word + "\n";
        return Files.writeString(file, yaml);
    }

    NodeProcess node(String name) {
        return nodes.get(name);
    }

    /// All processes that there have been.
    List<NodeProcess> all() {
        return all;
    }

    @Override
    public void close() {
        all.forEach(NodeProcess::close);
        here.forEach(Coordination::close);
        try {
            for (ServerSocket claim : claims) claim.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

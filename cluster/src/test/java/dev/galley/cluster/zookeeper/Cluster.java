// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Nodes on this machine, by one file.
final class Cluster implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> binds = new HashMap<>();
    private final Map<String, NodeProcess> nodes = new HashMap<>();
    private final List<NodeProcess> all = new ArrayList<>();

    Cluster(Path folder) {
        this.folder = folder;
    }

    /// Where a node binds: a port with four free ones above it.
    String bind(String node) {
        return binds.computeIfAbsent(node, _ -> "127.0.0.1:" + free());
    }

    private static int free() {
        while (true) {
            int port = 21_000 + 5 * ThreadLocalRandom.current().nextInt(190);
            if (areFree(port)) return port;
        }
    }

    private static boolean areFree(int port) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++)
                held.add(new ServerSocket(port + i, 1, InetAddress.getLoopbackAddress()));
            for (ServerSocket one : held) one.close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Starts a node.
    ///
    /// @param words of `cluster:` besides the name and the folder, each with its value
    NodeProcess start(String node, String... words) throws IOException {
        Path file = folder.resolve(node + ".yaml");
        String yaml =
                "cluster:\n  name: test\n  bind: %s\n  data: %s\n"
                        .formatted(bind(node), folder.resolve("data"));
        for (String word : words) yaml += "  " + word + "\n";
        Files.writeString(file, yaml);
        NodeProcess process = new NodeProcess(file, node, bind(node));
        nodes.put(node, process);
        all.add(process);
        return process;
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
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.scale;

import dev.galley.it.app.Node;
import dev.galley.it.net.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// Three Galleys of a cluster that have the machines of a cloud in common.
final class Trio implements AutoCloseable {
    private static final Pattern UP =
            Pattern.compile("galley_member_up\\{member=\"[0-9.:]+\",pool=\"web\"} 1.0");
    private static final String WANTED = "galley_pool_members_wanted{pool=\"web\"} ";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private final Path file;
    private final Cloud cloud;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<CompletableFuture<Integer>>> held = new LinkedHashMap<>();

    Trio(Path folder, Cloud cloud) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("galley.yaml");
        this.cloud = cloud;
        // Those of a node, and of its admin API and its listener behind.
        for (String name : List.of("n1", "n2", "n3")) ports.put(name, Ports.free(8));
        write("1m");
        for (String name : ports.keySet()) start(name);
        try {
            nodes.values().forEach(Node::serves);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start(String name) {
        int port = ports.get(name);
        Map<String, String> environment =
                Map.of(
                        "NAME",
                        name,
                        "BIND",
                        "" + port,
                        "ADMIN",
                        "" + (port + 6),
                        "WEB",
                        "" + (port + 7));
        Path told = folder.resolve("told-" + name);
        nodes.put(name, new Node(told, file, environment, List.of("--node", name)));
        held.put(name, new ArrayList<>());
    }

    private void write(String window) throws IOException {
        List<String> peers = ports.values().stream().map(p -> "\"127.0.0.1:" + p + "\"").toList();
        Files.writeString(
                file,
                """
                admin: "127.0.0.1:${ADMIN}"
                drain: 1s
                cluster:
                  name: scale
                  bind: "127.0.0.1:${BIND}"
                  peers: %1$s
                  secret: machines-are-not-for-strangers
                  data: %2$s
                pools:
                  web:
                    health: {type: http, path: /health, interval: 100ms, rise: 1}
                    timeout: {answer: 5m}
                    scale:
                      max: 9
                      in-flight: 4
                      interval: 200ms
                      predict: 0s
                      in-window: %3$s
                      slow-start: 0s
                      by:
                        type: hooks
                        list: [sh, %4$s, list, "${NAME}"]
                        scale-out: [sh, %4$s, out, "${NAME}"]
                        scale-in: [sh, %4$s, in, "${NAME}"]
                listeners: [{bind: "127.0.0.1:${WEB}", routes: [{pool: web}]}]
                """
                        .formatted(peers, folder.resolve("data"), window, cloud.script()));
    }

    /// Has fewer members as soon as fewer are wanted.
    void release() throws IOException, InterruptedException {
        write("0s");
        for (Node node : nodes.values()) if (node.isAlive()) node.hangUp();
    }

    Node node(String name) {
        return nodes.get(name);
    }

    /// Those that run.
    List<String> names() {
        return nodes.keySet().stream().filter(name -> nodes.get(name).isAlive()).toList();
    }

    /// Asks through a node so many times at once for what is not answered yet.
    void hold(String node, int requests) {
        URI uri = URI.create("http://127.0.0.1:" + (ports.get(node) + 7) + "/held");
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        for (int i = 0; i < requests; i++)
            held.get(node)
                    .add(
                            client.sendAsync(request, BodyHandlers.discarding())
                                    .thenApply(HttpResponse::statusCode));
    }

    /// What was answered to all that a node was asked.
    List<Integer> answers(String node) {
        return held.get(node).stream().map(CompletableFuture::join).toList();
    }

    private String metrics(String node) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + (ports.get(node) + 6) + "/metrics");
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /// Whether so many members are wanted, and serve, as each node sees it.
    boolean all(int members) throws IOException, InterruptedException {
        for (String node : names()) {
            String metrics = metrics(node);
            if (!metrics.contains(WANTED + members + ".0")
                    || UP.matcher(metrics).results().count() != members) return false;
        }
        return true;
    }

    @Override
    public void close() {
        nodes.values().forEach(Node::kill);
        client.shutdownNow();
    }
}

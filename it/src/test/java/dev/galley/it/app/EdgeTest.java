// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes of one machine by one file: those that balance, and those that run modules.
class EdgeTest {
    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void end() {
        nodes.forEach(Node::kill);
    }

    private Node node(Path file, String name) {
        Node node = new Node(folder.resolve(name), file, List.of("--node", name));
        nodes.add(node);
        return node;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(
                request.header("Authorization", "Bearer " + Town.WORD).build(),
                BodyHandlers.ofString());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Test
    void anEdgeRunsNoModuleAndAloneOpensItsListeners() throws Exception {
        int calls = Ports.free(), web = Ports.free(), admin = Ports.free();
        String entries =
                """
                  nodes:
                    edge: {modules: [], admin: "127.0.0.1:%d"}
                    n1: "127.0.0.1:%d"
                """
                        .formatted(admin, calls);
        String balanced =
                """
                pools: {town: {members: ["127.0.0.1:%d"]}}
                listeners: [{bind: "127.0.0.1:%d", on: edge, routes: [{pool: town}]}]
                """
                        .formatted(calls, web);
        Path file = folder.resolve("galley.yaml");
        Files.writeString(file, Town.file(folder, entries) + balanced);

        Node n1 = node(file, "n1"), edge = node(file, "edge");
        n1.serves();
        edge.serves();

        assertThat(n1.told()).contains("people, mail, office").doesNotContain(":" + web);
        assertThat(edge.told()).contains("node edge: -", "people on n1", ":" + web);
        HttpRequest.Builder call =
                HttpRequest.newBuilder(uri(web, "/People/register"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"ann\"}"));
        assertThat(send(call).body()).contains("\"ann\"");
        assertThat(send(HttpRequest.newBuilder(uri(admin, "/v1/status"))).body())
                .contains("\"town\"");
    }
}

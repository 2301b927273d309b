// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.app.Jar;
import dev.galley.it.app.Node;
import dev.galley.it.net.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
    @TempDir private Path folder;

    @Test
    void inOneProcessAPoolFindsWhereAModuleServes() throws Exception {
        Path ledger = Files.createDirectories(folder.resolve("ledger"));
        int port = Ports.free();
        Path file = folder.resolve("galley.yaml");
        Files.writeString(
                file,
                """
                admin: 127.0.0.1:0
                app:
                  classpath: [%s]
                  modules:
                    well: {config: {ledger: %s}}
                    gate: {config: {host: 127.0.0.1}}
                pools: {gate: {members: [{module: gate}]}}
                listeners: [{bind: "127.0.0.1:%d", routes: [{pool: gate}]}]
                """
                        .formatted(Jar.packed(folder, "cluster.farm"), ledger, port));
        Node node =
                new Node(
                        folder.resolve("told"),
                        file,
                        List.of(),
                        "-verbose:class",
                        "-XX:AOTMode=off");
        try {
            node.serves();
            URI uri = URI.create("http://127.0.0.1:" + port + "/field");
            var answer =
                    HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(node.told()).doesNotContain("org.apache.curator.", "org.apache.zookeeper.");
        } finally {
            node.kill();
        }
    }
}

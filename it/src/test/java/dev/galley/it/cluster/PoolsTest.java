// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.galley.it.app.Node;
import dev.galley.it.net.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two balancers of a cluster, whose pools are changed once for both.
class PoolsTest {
    private static final Pattern ADMIN = Pattern.compile("admin +(http://[0-9.:]+)/");

    private static final Pattern VERSION = Pattern.compile("\"version\" : (\\d+)");

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, HttpServer> members = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> webs = new LinkedHashMap<>();
    private final List<Integer> ports = List.of(Ports.free(6), Ports.free(6));

    @AfterEach
    void end() {
        nodes.values().forEach(Node::kill);
        members.values().forEach(member -> member.stop(0));
        client.close();
    }

    private String member(String name) throws IOException {
        HttpServer member =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        member.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, name.length());
                        exchange.getResponseBody().write(name.getBytes(UTF_8));
                    }
                });
        member.start();
        members.put(name, member);
        return "\"127.0.0.1:" + member.getAddress().getPort() + "\"";
    }

    private void start(String name, String members) throws IOException {
        Path file = folder.resolve("galley.yaml");
        int bind = ports.get(nodes.size()), web = Ports.free();
        Files.writeString(
                file,
                """
                admin: 127.0.0.1:0
                cluster:
                  name: balancers
                  bind: "127.0.0.1:${BIND}"
                  peers: ["127.0.0.1:%d", "127.0.0.1:%d"]
                  secret: nobody-else-may-change-them
                  data: %s
                pools: {web: {members: [%s]}}
                listeners: [{bind: "127.0.0.1:${WEB}", routes: [{pool: web}]}]
                """
                        .formatted(ports.get(0), ports.get(1), folder.resolve("data"), members));
        webs.put(name, web);
        var environment = Map.of("BIND", "" + bind, "WEB", "" + web);
        var options = List.of("--node", name);
        nodes.put(name, new Node(folder.resolve("told-" + name), file, environment, options));
        nodes.get(name).serves();
    }

    /// What asks for the pools of a file.
    private String pools(String text) throws IOException {
        Path file = Files.createTempFile(folder, "pools", ".yaml");
        return "{\"file\": \"" + Files.writeString(file, text) + "\"}";
    }

    /// The version that becomes of it; a node that is no member yet is asked again.
    private long agreed(String node, String body) {
        AtomicReference<String> answer = new AtomicReference<>("");
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    HttpResponse<String> asked = ask(node, body);
                    answer.set(asked.body());
                    assertThat(asked.statusCode())
                            .as("%s%n%s", asked.body(), nodes.get(node).told())
                            .isEqualTo(200);
                });
        Matcher version = VERSION.matcher(answer.get());
        assertThat(version.find()).isTrue();
        return Long.parseLong(version.group(1));
    }

    private HttpResponse<String> ask(String node, String body) throws Exception {
        Matcher admin = ADMIN.matcher(nodes.get(node).told());
        assertThat(admin.find()).isTrue();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(admin.group(1) + "/v1/cluster/pools"))
                        .timeout(Duration.ofSeconds(30));
        if (!body.isEmpty())
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String answer(String node) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + webs.get(node) + "/");
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private void answers(String what) {
        for (String node : nodes.keySet())
            await().atMost(Duration.ofSeconds(60)).until(() -> answer(node).equals(what));
    }

    @Test
    void poolsAreChangedOnceSeenEverywhereAlsoByWhoComesLaterAndRolledBack() throws Exception {
        String old = member("old"), next = member("new");
        start("n1", old);
        answers("old");
        long first = agreed("n1", pools("pools: {web: {members: [" + next + "]}}"));
        answers("new");

        start("n2", old);
        answers("new");

        HttpResponse<String> wrong = ask("n2", pools("pools: {web: {membres: [" + next + "]}}"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains(":1:15: pools.web: unknown key \\\"membres\\\"");
        long second = agreed("n2", pools("pools: {web: {members: [" + old + "]}}"));
        answers("old");

        assertThat(agreed("n1", "{\"version\": " + first + "}")).isGreaterThan(second);
        answers("new");
        assertThat(ask("n2", "").body()).contains("\"author\" : \"n1\"", "\"author\" : \"n2\"");
        assertThat(ask("n2", "{\"version\": 99}").statusCode()).isEqualTo(404);
        assertThat(ask("n2", "{\"file\": \"/nowhere.yaml\"}").body())
                .contains("/nowhere.yaml: there is no such file on this node");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.awaitility.Awaitility.await;

import dev.galley.it.app.Example;
import dev.galley.it.net.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The shop of the examples in processes of its own, by one of its files, on free ports.
final class Shop implements AutoCloseable {
    static final Path EXAMPLE = Path.of("../examples/shop").toAbsolutePath().normalize();
    static final Path JAR = EXAMPLE.resolve("target/shop.jar");

    private static final String DATABASE = "${SHOP_DATABASE:-jdbc:h2:./target/shop}";
    private static final Pattern PAGE = Pattern.compile("the page is at http://([0-9.:]+)");
    private static final Pattern ADMIN = Pattern.compile("admin +(http://[0-9.:]+)/");

    /// Those of a cluster; people use the listener of the first.
    static final List<String> NODES = List.of("one", "two", "three");

    /// For a cluster to be founded on a busy machine.
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private static final JsonMapper JSON = new JsonMapper();

    private final Example example;
    private final String balancer;
    private final HttpClient http = HttpClient.newHttpClient();

    /// @param folder where it gets a folder of its own
    /// @param replaced what the file has otherwise; without a database in it, that is a file
    Shop(Path folder, String name, Map<String, String> replaced, String... options)
            throws IOException {
        Path own = Files.createTempDirectory(folder, "shop-");
        Map<String, String> all = new HashMap<>(replaced);
        all.putIfAbsent(DATABASE, "jdbc:h2:" + own.resolve("shop"));
        SequencedMap<String, Map<String, String>> nodes =
                name.contains("cluster") ? cluster(own, all) : new LinkedHashMap<>();
        example = new Example(own, EXAMPLE.resolve(name), all, nodes, options);
        balancer = nodes.isEmpty() ? "edge" : "one";
    }

    /// What each node is told besides, and what the file is instead.
    private static SequencedMap<String, Map<String, String>> cluster(
            Path own, Map<String, String> replaced) {
        SequencedMap<String, Map<String, String>> nodes = new LinkedHashMap<>();
        List<String> peers = new ArrayList<>();
        for (String node : NODES) {
            int bind = Ports.free(6);
            peers.add("\"127.0.0.1:" + bind + "\"");
            Map<String, String> ports =
                    Map.of("BIND", "" + bind, "WEB", "" + Ports.free(), "ADMIN", "" + Ports.free());
            nodes.put(node, ports);
        }
        replaced.put("127.0.0.1:78${SHOP_NODE}0", "127.0.0.1:${BIND}");
        replaced.put("127.0.0.1:808${SHOP_NODE}", "127.0.0.1:${WEB}");
        replaced.put("127.0.0.1:990${SHOP_NODE}", "127.0.0.1:${ADMIN}");
        replaced.put(
                "[\"127.0.0.1:7810\", \"127.0.0.1:7820\", \"127.0.0.1:7830\"]", peers.toString());
        replaced.put("./target/shop-cluster", own.resolve("data").toString());
        return nodes;
    }

    /// What is to be replaced to have another database.
    static Map<String, String> database(String url, String replica) {
        return Map.of(DATABASE, url, "${SHOP_REPLICA:-}", replica);
    }

    /// What is to be replaced to have the sessions elsewhere.
    static Map<String, String> redis(String url) {
        return Map.of("{store: replicated}", "{store: redis, url: \"" + url + "\"}");
    }

    /// Starts all nodes, and waits until the page and all behind it serve.
    Shop start() {
        try {
            example.start();
            await().atMost(PATIENCE).ignoreExceptions().until(this::serves);
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean serves() throws Exception {
        for (String method : List.of("Products/list", "Orders/list", "Analytics/popular")) {
            HttpRequest request =
                    HttpRequest.newBuilder(page().resolve("/api/" + method))
                            .timeout(Duration.ofSeconds(10))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status >= 500) return false;
        }
        return true;
    }

    /// SIGKILL.
    void kill(String name) {
        example.kill(name);
    }

    /// Starts one again that was killed, and waits until it serves.
    void restart(String name) throws IOException {
        example.restart(name);
        await().atMost(PATIENCE).until(() -> ADMIN.matcher(example.told(name)).find());
    }

    /// What browsers open, by way of Galley's proxy.
    URI page() {
        return URI.create("http://" + example.web() + "/");
    }

    /// Where the page itself listens.
    URI server() {
        return URI.create("http://" + pageOf("") + "/");
    }

    private Map<String, Long> sent() throws Exception {
        Map<String, Long> sent = new HashMap<>();
        for (String node : NODES) sent.put(node, sent(node));
        return sent;
    }

    private long sent(String node) throws Exception {
        String page = pageOf(node);
        for (JsonNode member : pool().get("members"))
            if (member.get("member").asString().equals(page))
                return member.get("traffic").get("requests").asLong();
        throw new IllegalStateException(page + " is none of " + pool());
    }

    /// Where the page of a node listens.
    private String pageOf(String node) {
        Matcher said = PAGE.matcher(example.told(node));
        if (!said.find()) throw new IllegalStateException(example.told(node));
        return said.group(1);
    }

    private JsonNode pool() throws Exception {
        Matcher admin = ADMIN.matcher(example.told(balancer));
        if (!admin.find()) throw new IllegalStateException("no admin API");
        URI uri = URI.create(admin.group(1) + "/v1/pools/page");
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    /// The node of a cluster whose page serves what is clicked in `act`.
    String serves(Callable<?> act) throws Exception {
        Map<String, Long> before = sent();
        act.call();
        Map<String, Long> after = await().until(this::sent, now -> !now.equals(before));
        return NODES.stream()
                .filter(node -> after.get(node) > before.get(node))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        http.close();
        example.close();
    }
}

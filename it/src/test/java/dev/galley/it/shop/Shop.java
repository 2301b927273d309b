// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.awaitility.Awaitility.await;

import dev.galley.config.Address;
import dev.galley.it.app.Example;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final JsonMapper JSON = new JsonMapper();

    private final Example example;
    private final HttpClient http = HttpClient.newHttpClient();

    /// @param folder where it gets a folder of its own
    /// @param replaced what the file has otherwise; without a database in it, that is a file
    Shop(Path folder, String name, Map<String, String> replaced, String... options)
            throws IOException {
        Path own = Files.createTempDirectory(folder, "shop-");
        Map<String, String> all = new HashMap<>(replaced);
        all.putIfAbsent(DATABASE, "jdbc:h2:" + own.resolve("shop"));
        example = new Example(own, EXAMPLE.resolve(name), all, options);
    }

    /// What is to be replaced in files whose processes share sessions.
    static Map<String, String> sessions(String redis) {
        return Map.of("${SHOP_SESSIONS:-redis://127.0.0.1:6379}", redis);
    }

    /// What is to be replaced to have another database.
    static Map<String, String> database(String url, String replica) {
        return Map.of(DATABASE, url, "${SHOP_REPLICA:-}", replica);
    }

    Shop start() {
        example.start();
        return this;
    }

    /// SIGKILL.
    void kill(String name) {
        example.kill(name);
    }

    void restart(String name) throws IOException {
        example.restart(name);
    }

    /// What browsers open, by way of Galley's proxy.
    URI page() {
        return URI.create("http://" + example.web() + "/");
    }

    /// How many requests each node's page was sent by the balancer.
    ///
    /// @param nodes those that have one
    Map<String, Long> sent(List<String> nodes) throws Exception {
        Map<String, Long> sent = new HashMap<>();
        for (String node : nodes) sent.put(node, sent(node));
        return sent;
    }

    private long sent(String node) throws Exception {
        for (JsonNode member : pool().get("members"))
            if (member.get("member").asString().equals(pageOf(node)))
                return member.get("traffic").get("requests").asLong();
        throw new IllegalStateException(node + " is none of " + pool());
    }

    /// Where the page of a node listens: at the first address that it found free.
    private String pageOf(String node) {
        Matcher said = PAGE.matcher(example.told(node));
        if (!said.find()) throw new IllegalStateException(example.told(node));
        return said.group(1);
    }

    private JsonNode pool() throws Exception {
        Address admin = example.config().app().nodes().get("edge").admin();
        URI uri = URI.create("http://" + admin + "/v1/pools/page");
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    /// The node whose page serves all that happens in `act`, or most of it.
    String serves(List<String> nodes, Callable<?> act) throws Exception {
        Map<String, Long> before = sent(nodes);
        act.call();
        Map<String, Long> after = await().until(() -> sent(nodes), now -> !now.equals(before));
        return nodes.stream()
                .max((a, b) ->
                        Long.compare(after.get(a) - before.get(a), after.get(b) - before.get(b)))
                .orElseThrow();
    }

    @Override
    public void close() {
        http.close();
        example.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.awaitility.Awaitility.await;

import dev.galley.it.app.Jar;
import dev.galley.it.app.Node;
import dev.galley.it.kernel.vrrp.Host;
import dev.galley.it.kernel.vrrp.Lan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The shop on three machines of its own, each a network namespace, in a network on which the test
/// is too. Each of its modules is there twice; its office, and a well beside it, once.
final class Machines implements AutoCloseable {
    static final List<String> NODES = List.of("one", "two", "three");

    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final String TOKEN = "the-test-may-ask";
    private static final JsonMapper JSON = new JsonMapper();

    /// Of each, how many nodes run it.
    private static final Map<String, Integer> WANTED =
            Map.of(
                    "users",
                    2,
                    "orders",
                    2,
                    "analytics",
                    2,
                    "office",
                    1,
                    "page",
                    2,
                    "products",
                    2,
                    "field",
                    3,
                    "well",
                    1,
                    "gate",
                    3);

    final Path wells;
    private final Path folder;
    private final Path file;
    private final SequencedMap<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<Path>> told = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /// @param database where PostgreSQL is, as JDBC has it
    /// @param sessions the section of the file
    Machines(Path folder, Lan lan, String database, String sessions) throws IOException {
        this.folder = folder;
        wells = Files.createDirectory(folder.resolve("wells"));
        for (String name : NODES) hosts.put(name, lan.host(hosts.size() + 1));
        file = Files.writeString(folder.resolve("galley.yaml"), text(database, sessions));
    }

    private String text(String database, String sessions) throws IOException {
        String text = Files.readString(Shop.EXAMPLE.resolve("distributed-cluster.yaml"));
        List<String> peers =
                hosts.values().stream().map(h -> "\"" + h.address() + ":7800\"").toList();
        Path farm = Jar.packed(folder, "cluster.farm");
        Map<String, String> replaced = new LinkedHashMap<>();
        replaced.put(
                "\"127.0.0.1:990${SHOP_NODE}\"",
                "{bind: \"${SHOP_HOST}:9900\", token: " + TOKEN + "}");
        replaced.put("127.0.0.1:78${SHOP_NODE}0", "${SHOP_HOST}:7800");
        replaced.put("127.0.0.1:808${SHOP_NODE}", "${SHOP_HOST}:8080");
        replaced.put(
                "[\"127.0.0.1:7810\", \"127.0.0.1:7820\", \"127.0.0.1:7830\"]", peers.toString());
        replaced.put("127.0.0.1:0", "${SHOP_HOST}:0");
        replaced.put("./target/shop-cluster", folder.resolve("data").toString());
        replaced.put("${SHOP_DATABASE:-jdbc:h2:./target/shop}", database);
        replaced.put("{store: replicated}", sessions);
        replaced.put("examples/shop/target/shop.jar", "[" + Shop.JAR + ", " + farm + "]");
        replaced.put("office: {replicas: 2,", "office: {singleton: true,");
        replaced.put(
                "  modules:\n",
                """
                  modules:
                    well: {singleton: true, config: {ledger: %s}}
                    gate: {config: {host: "${SHOP_HOST}"}}
                """
                        .formatted(wells));
        replaced.put(
                "listeners:\n",
                """
                  gate:
                    policy: least-connections
                    members: [{module: gate}]
                    health: {type: tcp, interval: 500ms, rise: 1, fall: 1}

                listeners:
                  - {bind: "${SHOP_HOST}:8081", routes: [{pool: gate}]}
                """);
        for (Map.Entry<String, String> one : replaced.entrySet()) {
            if (!text.contains(one.getKey()))
                throw new IllegalStateException("the file does not say " + one.getKey());
            text = text.replace(one.getKey(), one.getValue());
        }
        return text;
    }

    /// Starts all, and waits until they serve.
    void start() {
        for (String name : NODES) begin(name);
        settles();
    }

    /// Starts one; it has ended, or has not been there yet.
    void begin(String name) {
        List<Path> tells = told.computeIfAbsent(name, _ -> new ArrayList<>());
        tells.add(folder.resolve("told-" + name + "-" + tells.size()));
        nodes.put(name, process(name, name, tells.getLast()));
    }

    /// A process on a machine.
    ///
    /// @param name of the node that it wants to be
    Node process(String machine, String name, Path tells) {
        Host host = host(machine);
        return new Node(
                tells,
                file,
                Map.of("SHOP_HOST", host.address()),
                List.of("--node", name),
                host.within(),
                List.of());
    }

    Host host(String name) {
        return Objects.requireNonNull(hosts.get(name), name);
    }

    Node node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    /// What each process of a node has told, the first one first.
    List<Path> told(String name) {
        return told.getOrDefault(name, List.of());
    }

    URI page(String name) {
        return URI.create("http://" + host(name).address() + ":8080/");
    }

    URI gate(String name) {
        return URI.create("http://" + host(name).address() + ":8081/");
    }

    List<URI> pages() {
        return NODES.stream().map(this::page).toList();
    }

    /// What a node says of the cluster; null: it does not answer.
    @Nullable JsonNode status(String name) {
        HttpRequest request =
                HttpRequest.newBuilder(admin(name, ""))
                        .timeout(Duration.ofSeconds(3))
                        .header("Authorization", "Bearer " + TOKEN)
                        .build();
        try {
            return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// How many modules a node has, as another one says.
    int modulesOf(String name) {
        String other = NODES.get(NODES.getFirst().equals(name) ? 1 : 0);
        JsonNode status = status(other);
        if (status != null)
            for (JsonNode node : status.path("nodes"))
                if (node.path("node").asString("").equals(name))
                    return node.path("modules").asInt();
        return -1;
    }

    /// Has another node `drain` or `enable` a node.
    void asks(String name, String what) throws IOException, InterruptedException {
        String other = NODES.get(NODES.getFirst().equals(name) ? 1 : 0);
        HttpRequest request =
                HttpRequest.newBuilder(admin(other, "/nodes/" + name + "/" + what))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.noBody())
                        .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IllegalStateException(answer.body());
    }

    private URI admin(String name, String path) {
        return URI.create("http://" + host(name).address() + ":9900/v1/cluster" + path);
    }

    /// How a node stands, in its own words; empty: it does not answer.
    String standing(String name) {
        JsonNode status = status(name);
        return status == null ? "" : status.path("standing").asString("");
    }

    /// Who leads, as a member says.
    String leader() {
        return await()
                .atMost(PATIENCE)
                .until(
                        () -> NODES.stream().map(this::status).map(Machines::leader).toList(),
                        all -> all.stream().anyMatch(leader -> !leader.isEmpty()))
                .stream()
                .filter(leader -> !leader.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static String leader(@Nullable JsonNode status) {
        boolean knows = status != null && status.path("standing").asString("").equals("member");
        return knows ? Objects.requireNonNull(status).path("leader").asString("") : "";
    }

    /// Waits until all nodes are members and can read sessions, and all of them say that each
    /// module runs as it should.
    void settles() {
        await().atMost(PATIENCE).until(() -> NODES.stream().allMatch(this::isSettled));
    }

    private boolean isSettled(String name) {
        JsonNode status = status(name);
        if (status == null || !status.path("standing").asString("").equals("member")) return false;
        if (!status.path("facts").path("sessions").asString("").equals("ready")) return false;
        return status.path("nodes").size() == NODES.size() && runsAll(status, NODES);
    }

    /// Waits until nodes say that each module runs on them, without any others, as it can.
    void goesOnWith(List<String> some) {
        await().atMost(PATIENCE)
                .until(() ->
                        some.stream()
                                .map(this::status)
                                .allMatch(s -> s != null && runsAll(s, some)));
    }

    private static boolean runsAll(JsonNode status, List<String> among) {
        Map<String, Integer> missing = new LinkedHashMap<>(WANTED);
        for (JsonNode module : status.path("modules")) {
            long running = 0;
            for (JsonNode on : module.path("on")) {
                if (!among.contains(on.path("node").asString(""))) return false;
                if (!on.path("phase").asString("").equals("running")) return false;
                running++;
            }
            String name = module.path("module").asString("");
            int wanted = Math.min(WANTED.getOrDefault(name, 0), among.size());
            if (running != wanted) return false;
            missing.remove(name);
        }
        return missing.isEmpty();
    }

    @Override
    public void close() {
        nodes.values().forEach(Node::kill);
        http.close();
    }
}

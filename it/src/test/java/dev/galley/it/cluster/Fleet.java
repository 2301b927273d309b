// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster;

import static org.awaitility.Awaitility.await;

import dev.galley.it.app.Jar;
import dev.galley.it.app.Node;
import dev.galley.it.net.Ports;
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
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Three nodes of a cluster, by one file, which run the farm.
final class Fleet implements AutoCloseable {
    private static final Pattern ADMIN = Pattern.compile("admin +(http://[0-9.:]+)/");
    private static final Pattern RUNS =
            Pattern.compile("node=(\\S+) (starts|runs|leaves|quits|ends) (\\S+)");

    private static final String FIELD = "{replicas: 2}";
    private static final String GATE = "{replicas: 2, config: {host: 127.0.0.1}}";

    final HttpClient client = HttpClient.newHttpClient();
    final Path ledger;
    final Path file;
    private final Path galley;
    private final String field;
    private final String gate;
    private final Path folder;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, Integer> webs = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Path> told = new LinkedHashMap<>();
    private final List<Path> everyTold = new ArrayList<>();
    private final List<Node> fronts = new ArrayList<>();
    private int started;

    /// The field and the gate twice each, and a well.
    Fleet(Path folder) throws IOException {
        this(folder, FIELD, GATE);
    }

    /// @param field what the file says to it
    /// @param gate what the file says to it
    Fleet(Path folder, String field, String gate) throws IOException {
        this(folder, Jar.packed(folder, "cluster.farm"), field, gate, null);
    }

    /// @param program its jar
    /// @param galley the jar that the nodes run from
    Fleet(Path folder, Path program, Path galley) throws IOException {
        this(folder, program, FIELD, GATE, galley);
    }

    /// @param galley null: where it is compiled
    private Fleet(Path folder, Path program, String field, String gate, Path galley)
            throws IOException {
        this.galley = galley;
        this.field = field;
        this.gate = gate;
        this.folder = folder;
        this.file = folder.resolve("galley.yaml");
        this.ledger = Files.createDirectories(folder.resolve("ledger"));
        for (String name : List.of("n1", "n2", "n3")) {
            ports.put(name, Ports.free(6));
            webs.put(name, Ports.free());
        }
        Files.writeString(file, file(program));
        for (String name : ports.keySet()) start(name);
        try {
            for (Node node : nodes.values()) node.serves();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// What the file says with a program.
    String file(Path program) {
        List<String> peers = ports.values().stream().map(p -> "\"127.0.0.1:" + p + "\"").toList();
        return """
        admin: 127.0.0.1:0
        drain: 10s
        cluster:
          name: farm
          bind: "127.0.0.1:${FARM_BIND}"
          peers: %s
          secret: the-cows-are-not-for-strangers
          data: %s
        app:
          classpath: [%s]
          modules:
            field: %s
            well: {singleton: true, config: {ledger: %s}}
            gate: %s
        pools:
          gate:
            policy: least-connections
            members: [{module: gate}]
            health: {type: tcp, interval: 200ms, rise: 1, fall: 1}
        listeners:
          - {bind: "127.0.0.1:${FARM_WEB}", routes: [{pool: gate}]}
        """
                .formatted(peers, folder.resolve("data"), program, field, ledger, gate);
    }

    /// Starts a balancer before all nodes, which is asked by its name.
    ///
    /// @param check how it finds out which ones serve
    void startFront(String name, String check) throws IOException {
        List<String> members =
                ports.keySet().stream().map(n -> "\"127.0.0.1:" + webs.get(n) + "\"").toList();
        webs.put(name, Ports.free());
        Path before = folder.resolve(name + ".yaml");
        Files.writeString(
                before,
                """
                admin: 127.0.0.1:0
                pools:
                  nodes:
                    members: %s
                    health: {%s, interval: 200ms, rise: 1, fall: 1}
                listeners: [{bind: "127.0.0.1:%d", routes: [{pool: nodes}]}]
                """
                        .formatted(members, check, webs.get(name)));
        Node front = new Node(folder.resolve("told-" + name), before, List.of());
        fronts.add(front);
        front.serves();
    }

    void start(String name) {
        Path tells = folder.resolve("told-" + name + "-" + started++);
        Map<String, String> environment =
                Map.of("FARM_BIND", "" + ports.get(name), "FARM_WEB", "" + webs.get(name));
        told.put(name, tells);
        everyTold.add(tells);
        List<String> options = List.of("--node", name);
        nodes.put(
                name,
                galley == null
                        ? new Node(tells, file, environment, options)
                        : new Node(galley, tells, file, environment, options));
    }

    Node node(String name) {
        return nodes.get(name);
    }

    List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    /// What each process has told.
    List<List<String>> toldByEach() throws IOException {
        List<List<String>> all = new ArrayList<>();
        for (Path one : everyTold) if (Files.exists(one)) all.add(Files.readAllLines(one));
        return all;
    }

    /// What runs on a node, as it has told last.
    List<String> modulesOf(String name) throws IOException {
        return last(name).entrySet().stream()
                .filter(module -> module.getValue().equals("runs"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Where a module runs, as the nodes that are not among `without` have told last.
    List<String> nodesOf(String module, String... without) throws IOException {
        List<String> on = new ArrayList<>();
        for (String name : names())
            if (!List.of(without).contains(name) && "runs".equals(last(name).get(module)))
                on.add(name);
        return on;
    }

    private Map<String, String> last(String name) throws IOException {
        Map<String, String> last = new TreeMap<>();
        for (String line : Files.readAllLines(told.get(name))) {
            Matcher act = RUNS.matcher(line);
            if (act.find()) last.put(act.group(3), act.group(2));
        }
        return last;
    }

    /// Waits until every module runs as often as the file says, on nodes that are not `without`.
    void settles(String... without) {
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        nodesOf("field", without).size() == 2
                                && nodesOf("gate", without).size() == 2
                                && nodesOf("well", without).size() == 1
                                && serves(without));
    }

    private boolean serves(String... without) throws Exception {
        for (String name : names())
            if (!List.of(without).contains(name)
                    && (get(name, "/field").statusCode() != 200
                            || get(name, "/well").statusCode() != 200)) return false;
        return true;
    }

    /// Asks through the listener of a node.
    HttpResponse<String> get(String node, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + webs.get(node) + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        return client.send(request, BodyHandlers.ofString());
    }

    /// Asks the admin API of a node.
    HttpResponse<String> admin(String node, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(adminOf(node) + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// Where the admin API of a node is, of the last process that it has been.
    String adminOf(String node) {
        Matcher admin = ADMIN.matcher(nodes.get(node).told());
        String last = "";
        while (admin.find()) last = admin.group(1);
        return last;
    }

    @Override
    public void close() {
        fronts.forEach(Node::kill);
        nodes.values().forEach(Node::kill);
    }
}

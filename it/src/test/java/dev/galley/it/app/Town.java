// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import dev.galley.config.Config;
import dev.galley.config.MemberTlsConfig;
import dev.galley.config.PoolConfig;
import dev.galley.it.app.post.Mail;
import dev.galley.it.app.post.MailContract;
import dev.galley.it.app.post.Office;
import dev.galley.it.app.post.OfficeContract;
import dev.galley.it.app.post.People;
import dev.galley.it.app.post.PeopleContract;
import dev.galley.it.net.Ports;
import dev.galley.net.Loops;
import dev.galley.net.tls.TlsClient;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.wire.Secret;
import dev.galley.rpc.wire.Terms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// The program of the tests in processes of its own, by one file, and a caller from outside.
final class Town implements AutoCloseable {
    static final String WORD = "the-post-is-not-for-strangers";
    private static final Secret SECRET = new Secret(WORD.getBytes(StandardCharsets.UTF_8));

    private final Path folder;
    private final Path file;
    private final Map<String, String> modules = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Loops loops = Loops.start(2);
    private final List<Runnable> ends = new ArrayList<>();
    private TlsClient tls;

    /// @param modules a line for each node: what it runs, with commas; empty: all
    Town(Path folder, String... modules) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("galley.yaml");
        for (int i = 0; i < modules.length; i++) {
            this.modules.put("n" + (i + 1), modules[i]);
            ports.put("n" + (i + 1), Ports.free());
        }
        Files.writeString(file, file(folder, nodes()));
    }

    private String nodes() {
        return modules.keySet().stream()
                .map(n ->
                        "    %s: {bind: \"127.0.0.1:%d\"%s}%n"
                                .formatted(n, ports.get(n), runs(modules.get(n))))
                .collect(Collectors.joining("", "  nodes:\n", ""));
    }

    private static String runs(String modules) {
        return modules.isEmpty() ? "" : ", modules: [" + modules + "]";
    }

    /// The file, and the folders and the jar that it names.
    static String file(Path folder, String nodes) throws IOException {
        Path town = Files.createDirectories(folder.resolve("town"));
        return """
        admin: 127.0.0.1:0
        drain: 10s
        app:
          classpath: [%s]
          secret: %s
        %s  modules:
            people: {config: {folder: %s}}
            mail: {config: {folder: %s, readers: [ann]}}
            office: {config: {most: 2}}
        """
                .formatted(Jar.of(folder, "post"), WORD, nodes, town, town);
    }

    /// Has the nodes, and who calls from outside, speak TLS with this certificate.
    Town secured(String cert, String key) throws IOException {
        String line = "  tls: {cert: %s, key: %s, ca: %s}%n".formatted(cert, key, cert);
        Files.writeString(
                file, Files.readString(file).replaceFirst("(?m)^  nodes:", line + "  nodes:"));
        TlsClient made =
                new TlsClient(new MemberTlsConfig(cert, null, cert, key, true), loops::afterAll);
        ends.add(made::close);
        tls = made;
        return this;
    }

    /// Speaks TLS without a certificate from now on; null: none.
    void callWith(TlsClient other) {
        tls = other;
    }

    /// Starts all nodes, and waits until they serve.
    Town start(String... options) {
        for (String name : modules.keySet()) nodes.put(name, begin(name, options));
        nodes.values().forEach(Node::serves);
        return this;
    }

    private Node begin(String name, String... options) {
        List<String> more = new ArrayList<>(List.of("--node", name));
        more.addAll(List.of(options));
        return new Node(folder.resolve(name + "-told"), file, more);
    }

    /// Ends a node in peace, and starts it anew.
    void restart(String name) {
        node(name).stop();
        nodes.put(name, begin(name));
        node(name).serves();
    }

    /// Ends a node as the kernel does.
    void kill(String name) {
        node(name).kill();
    }

    Node node(String name) {
        return nodes.get(name);
    }

    /// Where a node is called.
    String address(String name) {
        return "127.0.0.1:" + ports.get(name);
    }

    List<String> names() {
        return List.copyOf(modules.keySet());
    }

    /// What somebody outside sees of it.
    Story story() {
        return new Story(
                PeopleContract.CONTRACT.stub(client("people")),
                MailContract.CONTRACT.stub(client("mail")),
                OfficeContract.CONTRACT.stub(client("office")));
    }

    People people() {
        return story().people();
    }

    Mail mail() {
        return story().mail();
    }

    Office office() {
        return story().office();
    }

    private Client client(String module) {
        List<String> addresses =
                modules.keySet().stream()
                        .filter(n -> modules.get(n).isEmpty() || modules.get(n).contains(module))
                        .map(n -> "\"127.0.0.1:" + ports.get(n) + "\"")
                        .toList();
        String yaml =
                """
                pools:
                  %s:
                    policy: least-connections
                    members: %s
                    health: {type: tcp, interval: 200ms, rise: 1, fall: 1}
                    ejection: {for: 500ms}
                """
                        .formatted(module, addresses);
        PoolConfig config = Config.parse("pools", yaml, Map.of()).pools().get(module);
        Pool pool = new Pool(module, config, loops.writers());
        Watch watch = new Watch(pool, new SplittableRandom(1), List.of());
        watch.start();
        Client client =
                new Client(
                        loops,
                        pool,
                        new Options(Terms.of("outside").withSecret(SECRET), tls, 0, null));
        ends.add(watch::close);
        ends.add(client::close);
        return client;
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        nodes.values().forEach(Node::kill);
        loops.close();
    }
}

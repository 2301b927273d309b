// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.awaitility.Awaitility.await;

import dev.galley.config.Config;
import dev.galley.config.PoolConfig;
import dev.galley.it.app.tally.Tally;
import dev.galley.it.app.tally.TallyContract;
import dev.galley.it.net.Ports;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.wire.Secret;
import dev.galley.rpc.wire.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Three equal processes that execute calls and keep account of that, and a caller.
final class Replicas implements AutoCloseable {
    private static final String WORD = "the-account-is-not-for-strangers";

    private final Path folder;
    private final Path ledger;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Loops loops = Loops.start(2);
    private final Watch watch;
    private final Client client;
    private int started;

    Replicas(Path folder) throws IOException {
        this.folder = folder;
        this.ledger = Files.createDirectories(folder.resolve("ledger"));
        for (int i = 0; i < 3; i++) ports.add(Ports.free());
        Files.writeString(folder.resolve("galley.yaml"), file());
        Pool pool = new Pool("tally", pool(), loops.writers());
        watch = new Watch(pool, new SplittableRandom(1), List.of());
        Secret secret = new Secret(WORD.getBytes(StandardCharsets.UTF_8));
        client = new Client(loops, pool, Options.of(Terms.of("outside").withSecret(secret)));
    }

    private String file() throws IOException {
        StringBuilder file =
                new StringBuilder(
                        """
                        admin: 127.0.0.1:0
                        drain: 10s
                        app:
                          classpath: [%s]
                          secret: %s
                          modules:
                            tally: {config: {folder: %s}}
                          nodes:
                        """
                                .formatted(Jar.of(folder, "tally"), WORD, ledger));
        for (int i = 0; i < 3; i++)
            file.append(
                    "    n%d: {bind: \"127.0.0.1:%d\", modules: [tally]}%n"
                            .formatted(i, ports.get(i)));
        return file.toString();
    }

    private PoolConfig pool() {
        String yaml =
                """
                pools:
                  tally:
                    policy: least-connections
                    members: %s
                    health: {type: tcp, interval: 200ms, rise: 1, fall: 1}
                    ejection: {for: 500ms}
                """
                        .formatted(ports.stream().map(p -> "\"127.0.0.1:" + p + "\"").toList());
        return Config.parse("pools", yaml, Map.of()).pools().get("tally");
    }

    /// Starts all, and waits until they serve.
    void start() {
        for (int i = 0; i < 3; i++) nodes.add(begin(i));
        nodes.forEach(Node::serves);
        watch.start();
    }

    private Node begin(int number) {
        Path told = folder.resolve("told-" + started++);
        return new Node(told, folder.resolve("galley.yaml"), List.of("--node", "n" + number));
    }

    Tally tally() {
        return TallyContract.CONTRACT.stub(client);
    }

    /// SIGKILL.
    void kill(int number) {
        nodes.get(number).kill();
    }

    /// SIGTERM, and a new process when that one has ended.
    void restart(int number) {
        nodes.get(number).stop();
        nodes.set(number, begin(number));
        nodes.get(number).serves();
    }

    /// How often each call was executed, in whatever process.
    Map<Long, Integer> executions() throws IOException {
        Map<Long, Integer> all = new HashMap<>();
        try (Stream<Path> files = Files.list(ledger)) {
            for (Path file : files.toList()) {
                ByteBuffer calls = ByteBuffer.wrap(Files.readAllBytes(file));
                while (calls.hasRemaining()) all.merge(calls.getLong(), 1, Integer::sum);
            }
        }
        return all;
    }

    /// Waits until a process has begun to execute calls since it was started.
    void joined(int files) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> {
                    try (Stream<Path> all = Files.list(ledger)) {
                        return all.filter(f -> f.toFile().length() > 0).count() >= files;
                    }
                });
    }

    @Override
    public void close() {
        watch.close();
        client.close();
        nodes.forEach(Node::kill);
        loops.close();
    }
}

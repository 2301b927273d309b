// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that use an ensemble of the user's: the ZooKeeper of Debian, in a process of its own.
@EnabledIf(value = "isInstalled", disabledReason = "needs the package zookeeper")
class ExternalTest {
    private static final Path JAR = Path.of("/usr/share/java/zookeeper.jar");
    private static final Path JAVA = Path.of("/usr/bin/java");
    private static final String SECRET = "secret: a-secret-for-tests-only";

    @TempDir private Path folder;
    private Cluster cluster;
    private Process ensemble;
    private int port;

    static boolean isInstalled() {
        return Files.exists(JAR) && Files.exists(JAVA);
    }

    @BeforeEach
    void begin() throws Exception {
        cluster = new Cluster(folder);
        String bind = cluster.bind("ensemble");
        port = Integer.parseInt(bind.substring(bind.indexOf(':') + 1));
        Files.writeString(
                folder.resolve("zoo.cfg"),
                """
                tickTime=500
                clientPortAddress=127.0.0.1
                clientPort=%d
                dataDir=%s
                admin.enableServer=false
                """
                        .formatted(port, Files.createDirectories(folder.resolve("zookeeper"))));
        startEnsemble();
    }

    private void startEnsemble() throws Exception {
        ensemble =
                new ProcessBuilder(
                                JAVA.toString(),
                                "-Xmx128m",
                                "-cp",
                                JAR.toString(),
                                "org.apache.zookeeper.server.ZooKeeperServerMain",
                                folder.resolve("zoo.cfg").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("zookeeper.log").toFile())
                        .start();
    }

    @AfterEach
    void end() {
        cluster.close();
        ensemble.destroyForcibly();
    }

    private NodeProcess start(String node, String secret) throws Exception {
        return cluster.start(node, "coordination: \"127.0.0.1:" + port + "\"", secret);
    }

    @Test
    void nodesMeetInAnEnsembleOfTheUsersWhichRefusesStrangersAndMayGoAndComeBack()
            throws Exception {
        NodeProcess one = start("n1", SECRET), two = start("n2", SECRET);
        one.holds("members", "[n1, n2]");
        two.order("write pools 0 first");
        one.holds("pools", "first");

        NodeProcess stranger = start("n3", "secret: another-secret-for-tests");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    stranger.order("facts");
                    assertThat(stranger.last("facts"))
                            .contains("the coordination refuses this node: the secret");
                });
        assertThat(stranger.last("standing")).isEqualTo("JOINING");

        ensemble.destroyForcibly().waitFor();
        one.holds("standing", "ALONE");
        two.holds("standing", "ALONE");
        assertThat(one.last("members")).isEqualTo("[n1, n2]");
        startEnsemble();
        one.holds("standing", "MEMBER");
        two.holds("standing", "MEMBER");

        one.kill();
        two.holds("members", "[n2]");
        await().atMost(Duration.ofSeconds(30)).until(two::leads);
    }
}

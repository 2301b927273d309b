// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.Standing;
import dev.galley.cluster.trust.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that use an ensemble of the user's by TLS, with certificates of both sides.
@EnabledIf(value = "isInstalled", disabledReason = "needs the package zookeeper")
@Timeout(400)
class ExternalTlsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NO_CERTIFICATE = " takes no certificate of this node (tls.cert)";

    @TempDir private Path folder;
    private Cluster cluster;
    private DebianEnsemble ensemble;
    private int port;

    static boolean isInstalled() {
        return DebianEnsemble.isInstalled();
    }

    @BeforeEach
    void begin() throws Exception {
        cluster = new Cluster(folder);
        String bind = cluster.bind("ensemble");
        port = Integer.parseInt(bind.substring(bind.indexOf(':') + 1));
        for (String name : List.of("zk1", "n1", "n2")) certify("ours", name);
        certify("theirs", "n1");
        Path both = folder.resolve("zk1.pem");
        String key = Files.readString(folder.resolve("ours/zk1.key"));
        Files.writeString(both, key + Files.readString(folder.resolve("ours/zk1.pem")));
        ensemble =
                DebianEnsemble.start(
                        folder,
                        "secureClientPortAddress=127.0.0.1",
                        "secureClientPort=" + port,
                        "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory",
                        "ssl.keyStore.location=" + both,
                        "ssl.trustStore.location=" + folder.resolve("ours/ca.pem"));
    }

    private void certify(String authority, String name) throws Exception {
        Authority.in(folder.resolve(authority), authority, Instant.now())
                .certify(name, List.of("127.0.0.1"), Instant.now());
    }

    @AfterEach
    void end() throws Exception {
        cluster.close();
        ensemble.close();
    }

    private Coordination start(String node, String host, String ca, String certificate)
            throws Exception {
        return cluster.here(
                node,
                "secret: a-secret-for-tests-only",
                "coordination: {servers: \"%s:%d\", tls: {ca: %s%s}}"
                        .formatted(host, port, folder.resolve(ca), certificate));
    }

    private String certificate(String authority, String node) {
        Path in = folder.resolve(authority);
        return ", cert: %s, key: %s"
                .formatted(in.resolve(node + ".pem"), in.resolve(node + ".key"));
    }

    private Coordination start(String node) throws Exception {
        return start(node, "127.0.0.1", "ours/ca.pem", certificate("ours", node));
    }

    private static void stands(Coordination node, Standing standing) {
        await().atMost(PATIENCE).until(() -> node.membership().standing() == standing);
    }

    private static void refuses(Coordination node, String why) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.facts().get("trouble")).contains(why));
        assertThat(node.membership().standing()).isEqualTo(Standing.JOINING);
    }

    @Test
    void nodesWithACertificateMeetByTlsInAnEnsembleOfTheUsersWhichMayGoAndComeBack()
            throws Exception {
        Coordination one = start("n1"), two = start("n2");
        await().atMost(PATIENCE).until(() -> one.membership().members().size() == 2);
        two.settings().write("pools", 0, "test", "first");
        await().atMost(PATIENCE).until(() -> one.settings().all().containsKey("pools"));
        ensemble.kill();
        stands(one, Standing.ALONE);
        ensemble.start();
        stands(one, Standing.MEMBER);
        stands(two, Standing.MEMBER);
    }

    @Test
    void serversOfAnotherAuthorityOrHostAreNotTalkedToAndNodesWithoutItsCertificateNotHeard()
            throws Exception {
        Coordination wrongAuthority =
                start("n1", "127.0.0.1", "theirs/ca.pem", certificate("ours", "n1"));
        Coordination wrongHost = start("n2", "localhost", "ours/ca.pem", certificate("ours", "n2"));
        Coordination noCertificate = start("n3", "127.0.0.1", "ours/ca.pem", "");
        Coordination foreigner =
                start("n4", "127.0.0.1", "ours/ca.pem", certificate("theirs", "n1"));
        String server = "coordination: 127.0.0.1:" + port;
        refuses(
                wrongAuthority,
                server + " has a certificate of another authority than those in tls.ca");
        refuses(
                wrongHost,
                "coordination: localhost:" + port + " has a certificate that cannot be taken: ");
        refuses(noCertificate, server + NO_CERTIFICATE);
        refuses(foreigner, server + NO_CERTIFICATE);

        // It is renewed, by the right authority.
        for (String file : List.of("n1.key", "n1.pem"))
            Files.copy(
                    folder.resolve("ours/" + file),
                    folder.resolve("theirs/" + file),
                    StandardCopyOption.REPLACE_EXISTING);
        stands(foreigner, Standing.MEMBER);
        await().atMost(PATIENCE).until(() -> !foreigner.facts().containsKey("trouble"));
        assertThat(foreigner.membership().members()).containsOnlyKeys("n4");
    }
}

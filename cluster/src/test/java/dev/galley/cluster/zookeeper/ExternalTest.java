// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.Instance;
import dev.galley.cluster.Settings.Version;
import dev.galley.cluster.Standing;
import dev.galley.config.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that use an ensemble of the user's, without TLS.
@EnabledIf(value = "isInstalled", disabledReason = "needs the package zookeeper")
class ExternalTest {
    private static final String SECRET = "secret: a-secret-for-tests-only";
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final String ROOT = "/galley-test";

    private static final List<ACL> OPEN =
            Collections.singletonList(new ACL(Perms.ALL, new Id("world", "anyone")));

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
        ensemble =
                DebianEnsemble.start(folder, "clientPortAddress=127.0.0.1", "clientPort=" + port);
    }

    @AfterEach
    void end() throws Exception {
        cluster.close();
        ensemble.close();
    }

    private NodeProcess start(String node, String secret) throws Exception {
        return cluster.start(node, "coordination: \"127.0.0.1:" + port + "\"", secret);
    }

    private Coordination here(String node, String secret) throws Exception {
        return cluster.here(node, "coordination: \"127.0.0.1:" + port + "\"", secret);
    }

    private static void troubles(Coordination node, String why) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.facts().get("trouble")).contains(why));
        assertThat(node.membership().standing()).isEqualTo(Standing.JOINING);
    }

    @Test
    void nodesMeetInAnEnsembleOfTheUsersWhichRefusesStrangersAndMayGoAndComeBack()
            throws Exception {
        NodeProcess one = start("n1", SECRET), two = start("n2", SECRET);
        one.holds("members", "[n1, n2]");
        two.order("write pools 0 first");
        one.holds("pools", "first");

        Coordination stranger = here("n3", "secret: another-secret-for-tests");
        troubles(stranger, "the coordination refuses this node: the secret");

        ensemble.kill();
        one.holds("standing", "ALONE");
        two.holds("standing", "ALONE");
        assertThat(one.last("members")).isEqualTo("[n1, n2]");
        ensemble.start();
        one.holds("standing", "MEMBER");
        two.holds("standing", "MEMBER");

        one.kill();
        two.holds("members", "[n2]");
        await().atMost(PATIENCE).until(two::leads);
    }

    @Test
    void whoReachesTheEnsembleButKnowsNoSecretCanNeitherReadNorChangeWhatTheClusterHasThere()
            throws Exception {
        Coordination node = here("n1", SECRET);
        await().atMost(PATIENCE).until(() -> node.membership().standing() == Standing.MEMBER);
        node.settings().write("pools", 0, "test", "first");
        node.registry()
                .offer(new Instance("users", "n1", new Address("127.0.0.1", 1), "1", Map.of()));
        node.election().stand("planner", _ -> new CountDownLatch(1).await());
        await().atMost(PATIENCE).until(() -> node.election().holder("planner") != null);
        await().atMost(PATIENCE).until(() -> node.registry().instances().size() == 1);
        try (CuratorFramework stranger = DebianEnsemble.stranger(port);
                CuratorFramework master = DebianEnsemble.master(port)) {
            int nodes = guarded(master, ROOT);
            assertThat(nodes).as("what a cluster has there").isGreaterThan(9);
            refused(() -> stranger.getChildren().forPath(ROOT));
            refused(() -> stranger.getData().forPath(ROOT + "/live/settings/pools"));
            refused(() -> stranger.setData().forPath(ROOT + "/live/settings/pools", new byte[1]));
            refused(() -> stranger.create().forPath(ROOT + "/live/members/n2", new byte[0]));
            refused(() -> stranger.delete().forPath(ROOT + "/live/members/n1"));
            refused(() -> stranger.setACL().withACL(OPEN).forPath(ROOT));
        }
    }

    private static void refused(ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOf(NoAuthException.class);
    }

    /// @return how many there are
    private static int guarded(CuratorFramework master, String path) throws Exception {
        assertThat(master.getACL().forPath(path))
                .as(path)
                .singleElement()
                .satisfies(acl -> {
                    assertThat(acl.getId().getScheme()).isEqualTo("digest");
                    assertThat(acl.getId().getId()).startsWith("galley:");
                });
        int count = 1;
        for (String child : master.getChildren().forPath(path))
            count += guarded(master, path + "/" + child);
        return count;
    }

    @Test
    void whatAStrangerHasMadeBeforeInTheNameOfTheClusterIsNotBelieved() throws Exception {
        try (CuratorFramework stranger = DebianEnsemble.stranger(port);
                CuratorFramework master = DebianEnsemble.master(port)) {
            stranger.create()
                    .creatingParentsIfNeeded()
                    .forPath(
                            ROOT + "/live/settings/pools",
                            Records.of(new Version(1, "stranger", 1, "forged")));
            Coordination node = here("n1", SECRET);
            troubles(node, ROOT + " of the coordination is open to others than this cluster");
            assertThat(node.settings().all()).isEmpty();
            master.delete().deletingChildrenIfNeeded().forPath(ROOT);
            await().atMost(PATIENCE).until(() -> node.membership().standing() == Standing.MEMBER);
            assertThat(node.settings().all()).isEmpty();
        }
    }
}

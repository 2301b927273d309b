// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that carry the coordination themselves, in processes of their own.
@Timeout(300)
class EnsembleTest {
    private static final String SECRET = "secret: a-secret-for-tests-only";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private Cluster cluster;
    private String trust = "labels: {}";
    private String peers;

    @BeforeEach
    void choose() {
        cluster = new Cluster(folder);
        peers =
                "peers: [\"%s\", \"%s\", \"%s\"]"
                        .formatted(cluster.bind("n1"), cluster.bind("n2"), cluster.bind("n3"));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private NodeProcess start(String node) throws Exception {
        return cluster.start(node, peers, trust);
    }

    private void three() throws Exception {
        start("n1").says("standing MEMBER");
        start("n2").says("standing MEMBER");
        start("n3").says("standing MEMBER");
        for (String node : List.of("n1", "n2", "n3"))
            cluster.node(node).holds("members", "[n1, n2, n3]");
    }

    @Test
    void itGrowsFromOneToThreeAndShrinksAgainAsNodesComeAndLeave() throws Exception {
        trust = SECRET;
        three();
        NodeProcess stranger = cluster.start("n4", peers, "secret: another-secret-for-tests");
        cluster.node("n2").order("write pools 0 first");
        cluster.node("n3").holds("pools", "first");
        cluster.node("n3").order("write pools 0 other");
        cluster.node("n3").says("failed pools has version 1, not 0: somebody else has changed it");
        cluster.node("n2").order("offer orders");
        cluster.node("n3").holds("offers", "1");
        cluster.node("n1").leave();
        cluster.node("n3").holds("members", "[n2, n3]");
        cluster.node("n2").leave();
        cluster.node("n3").holds("members", "[n3]");
        cluster.node("n3").holds("offers", "0");
        cluster.node("n3").order("write pools 1 second");
        cluster.node("n3").says("wrote 2");
        start("n1").holds("pools", "second");
        cluster.node("n1").order("back pools 1");
        cluster.node("n3").holds("pools", "first");
        assertThat(stranger.last("standing")).isEqualTo("JOINING");
        assertThat(stranger.last("members")).isEqualTo("[]");
    }

    @Test
    void aSecondProcessOfTheSameNameIsRefusedOnThisMachineAndWaitsOnAnother() throws Exception {
        trust = SECRET;
        start("n1").says("standing MEMBER");
        try (Cluster same = new Cluster(folder);
                Cluster other = new Cluster(Files.createDirectory(folder.resolve("other")))) {
            same.start("n1", peers, trust)
                    .tells("cluster: another process of this machine is the node n1: it has the");
            NodeProcess twin = other.start("n1", peers, trust);
            twin.tells("another process is the node n1; this one waits until that has gone");
            cluster.node("n1").order("write pools 0 first");
            cluster.node("n1").says("wrote 1");
            assertThat(twin.last("standing")).isEqualTo("JOINING");
            assertThat(cluster.node("n1").last("standing")).isEqualTo("MEMBER");
        }
    }

    @Test
    void whoeverIsPausedOrKilledIsCountedOutAndTakenBackAndTheLastOneRunsOnAlone()
            throws Exception {
        three();
        pause("n2");
        killAndStart("n1");
        theLastOneRunsOnAlone();
    }

    @Test
    @Tag("long")
    void eachInTurnIsPausedAndKilled() throws Exception {
        three();
        for (String node : List.of("n1", "n2", "n3")) {
            pause(node);
            killAndStart(node);
        }
        theLastOneRunsOnAlone();
    }

    private void killAndStart(String node) throws Exception {
        cluster.node(node).kill();
        isCountedOut(node);
        start(node).holds("standing", "MEMBER");
        isTakenBack(node);
    }

    private void theLastOneRunsOnAlone() throws Exception {
        NodeProcess last = cluster.node("n1");
        cluster.node("n2").kill();
        cluster.node("n3").kill();
        last.holds("standing", "ALONE");
        assertThat(last.last("members")).contains("n1");
        assertThat(oneLeads(List.of(last))).isFalse();
        start("n2");
        last.holds("standing", "MEMBER");
        last.holds("members", "[n1, n2]");
        nobodyWasOverruled();
    }

    private void pause(String node) throws Exception {
        NodeProcess paused = cluster.node(node);
        int mark = paused.mark();
        paused.signal("STOP");
        isCountedOut(node);
        paused.signal("CONT");
        paused.saysAfter(mark, "standing OUT");
        paused.holds("standing", "MEMBER");
        isTakenBack(node);
    }

    private void isCountedOut(String node) {
        others(node).forEach(other -> other.holds("members", names(others(node))));
        await().atMost(PATIENCE).until(() -> oneLeads(others(node)));
    }

    private void isTakenBack(String node) {
        others(node).forEach(other -> other.holds("members", "[n1, n2, n3]"));
    }

    private List<NodeProcess> others(String node) {
        return Stream.of("n1", "n2", "n3")
                .filter(other -> !other.equals(node))
                .map(cluster::node)
                .toList();
    }

    private static String names(List<NodeProcess> nodes) {
        return nodes.stream().map(NodeProcess::name).toList().toString();
    }

    private static boolean oneLeads(List<NodeProcess> nodes) {
        return nodes.stream().filter(NodeProcess::leads).count() == 1;
    }

    /// No node has admitted an act of an earlier term after one of a later term.
    private void nobodyWasOverruled() {
        for (NodeProcess node : cluster.all()) {
            List<Long> epochs =
                    node.said().stream()
                            .filter(line -> line.startsWith("admits "))
                            .map(line -> Long.parseLong(line.substring(7)))
                            .toList();
            assertThat(epochs).as(node.name()).isSorted();
        }
    }
}

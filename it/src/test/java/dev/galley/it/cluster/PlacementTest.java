// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Modules on three nodes, of which one after the other is lost, paused and drained.
class PlacementTest {
    @TempDir private static Path folder;
    private static Fleet fleet;

    @BeforeAll
    static void start() throws IOException {
        fleet = new Fleet(folder);
        fleet.settles();
    }

    @AfterAll
    static void end() {
        fleet.close();
    }

    /// A node other than these.
    private static String besides(String... nodes) {
        return fleet.names().stream()
                .filter(n -> !List.of(nodes).contains(n))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theModulesOfANodeThatIsKilledRunElsewhereAndItIsUsedAgain() throws Exception {
        String owner = fleet.nodesOf("well").getFirst();
        String other = besides(owner);
        fleet.node(owner).kill();
        fleet.settles(owner);
        try (Load load = new Load(fleet, other)) {
            fleet.start(owner);
            fleet.node(owner).serves();
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            !fleet.nodesOf("field", besides(owner), besides(owner, besides(owner)))
                                            .isEmpty()
                                    || !fleet.nodesOf(
                                                    "gate",
                                                    besides(owner),
                                                    besides(owner, besides(owner)))
                                            .isEmpty());
            fleet.settles();
            load.close();
            assertThat(load.failures).isEmpty();
            assertThat(load.answered.get()).isGreaterThan(100);
        }
    }

    @Test
    void aNodeIsDrainedWithoutAFailedCall() throws Exception {
        String owner = fleet.nodesOf("well").getFirst();
        String other = besides(owner);
        try (Load load = new Load(fleet, other)) {
            String drain = "/v1/cluster/nodes/" + owner + "/drain";
            assertThat(fleet.admin(other, "POST", drain, "").statusCode()).isEqualTo(200);
            fleet.settles(owner);
            await().until(() ->
                    fleet.nodesOf("well", besides(owner), besides(owner, besides(owner)))
                            .isEmpty());
            load.close();
            assertThat(load.failures).isEmpty();
            assertThat(load.answered.get()).isGreaterThan(100);
        } finally {
            fleet.admin(other, "POST", "/v1/cluster/nodes/" + owner + "/enable", "");
        }
        fleet.settles();
    }

    @Test
    void aNodeThatStopsHandsItsModulesOverFirst() throws Exception {
        String owner = fleet.nodesOf("well").getFirst();
        try (Load load = new Load(fleet, besides(owner))) {
            fleet.node(owner).stop();
            fleet.start(owner);
            fleet.node(owner).serves();
            fleet.settles();
            load.close();
            assertThat(load.failures).isEmpty();
        }
    }

    @Test
    void aSingletonOfANodeThatIsPausedGoesElsewhereAndTheOldOneServesNobodyWhenItWakes()
            throws Exception {
        String owner = fleet.nodesOf("well").getFirst();
        try (Load load = new Load(fleet, besides(owner))) {
            fleet.node(owner).pause();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> fleet.nodesOf("well", owner).size() == 1);
            fleet.node(owner).resume();
            await().atMost(Duration.ofSeconds(20)).until(() -> fleet.nodesOf("well").size() == 1);
            fleet.settles();
        }
    }

    @AfterEach
    void noTwoWellsWereDrawnFromInTurns() throws IOException {
        List<long[]> spans = new ArrayList<>();
        try (var files = Files.list(fleet.ledger)) {
            for (Path file : files.toList()) {
                List<String> times = Files.readAllLines(file);
                if (!times.isEmpty())
                    spans.add(
                            new long[] {
                                Long.parseLong(times.getFirst()), Long.parseLong(times.getLast())
                            });
            }
        }
        spans.sort(Comparator.comparingLong(span -> span[0]));
        for (int i = 1; i < spans.size(); i++)
            assertThat(spans.get(i)[0]).isGreaterThan(spans.get(i - 1)[1]);
    }
}

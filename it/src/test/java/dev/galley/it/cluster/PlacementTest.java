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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Modules on three nodes, of which one after the other is lost, paused and drained.
class PlacementTest {
    private static final Pattern EPOCH =
            Pattern.compile("(?:starts|leaves) \\S+ by assignment [0-9]+ of epoch ([0-9]+)");
    private static final Duration LONG = Duration.ofSeconds(60);

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

    /// The node that has the singleton.
    private static String owner() throws IOException {
        return fleet.nodesOf("well").getFirst();
    }

    private static String otherThan(String node) {
        return fleet.names().stream().filter(n -> !n.equals(node)).findFirst().orElseThrow();
    }

    @Test
    void theModulesOfANodeThatIsKilledRunElsewhereAndItIsUsedAgain() throws Exception {
        String owner = owner();
        fleet.node(owner).kill();
        fleet.settles(owner);
        Load load = new Load(fleet, otherThan(owner));
        fleet.start(owner);
        fleet.node(owner).serves();
        await().atMost(LONG).until(() -> !fleet.modulesOf(owner).isEmpty());
        fleet.settles();
        assertThat(load.end()).isEmpty();
    }

    @Test
    void aNodeIsDrainedWithoutAFailedCall() throws Exception {
        String owner = owner(), other = otherThan(owner);
        Load load = new Load(fleet, other);
        String node = "/v1/cluster/nodes/" + owner;
        assertThat(fleet.admin(other, "POST", node + "/drain", "").statusCode()).isEqualTo(200);
        await().atMost(LONG).until(() -> fleet.modulesOf(owner).isEmpty());
        fleet.settles(owner);
        assertThat(fleet.admin(other, "GET", "/v1/cluster", "").body())
                .contains("\"drained\" : true");
        assertThat(fleet.admin(other, "POST", node + "/enable", "").statusCode()).isEqualTo(200);
        await().atMost(LONG).until(() -> !fleet.modulesOf(owner).isEmpty());
        fleet.settles();
        assertThat(load.end()).isEmpty();
    }

    @Test
    void allNodesAreReplacedOneAfterTheOtherWithoutAFailedCall() throws Exception {
        for (String node : fleet.names()) {
            Load load = new Load(fleet, otherThan(node));
            fleet.node(node).stop();
            fleet.start(node);
            fleet.node(node).serves();
            fleet.settles();
            assertThat(load.end()).isEmpty();
        }
    }

    @Test
    void aSingletonOfANodeThatIsPausedGoesElsewhereAndTheOldOneServesNobodyWhenItWakes()
            throws Exception {
        String owner = owner();
        Load load = new Load(fleet, otherThan(owner));
        fleet.node(owner).pause();
        await().atMost(LONG).until(() -> fleet.nodesOf("well", owner).size() == 1);
        fleet.node(owner).resume();
        await().atMost(LONG).until(() -> fleet.nodesOf("well").size() == 1);
        fleet.settles();
        load.end();
    }

    @Test
    void aModuleIsScaledAndWhatCannotBeIsRefusedWithAReason() throws Exception {
        String scale = "/v1/cluster/modules/field/scale";
        assertThat(fleet.admin("n1", "POST", scale, "{\"replicas\": 3}").statusCode())
                .isEqualTo(200);
        await().atMost(LONG).until(() -> fleet.nodesOf("field").size() == 3);
        fleet.admin("n2", "POST", scale, "{\"replicas\": 2}");
        await().atMost(LONG).until(() -> fleet.nodesOf("field").size() == 2);
        String well = "/v1/cluster/modules/well/scale";
        assertThat(fleet.admin("n1", "POST", well, "{\"replicas\": 2}").body())
                .contains("well is a singleton");
        assertThat(fleet.admin("n1", "POST", "/v1/cluster/nodes/n9/drain", "").body())
                .contains("no node named n9: there are n1, n2, n3");
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

    /// Each node acts by epochs that never fall, whoever leads.
    @AfterEach
    void noNodeHasActedByAnEpochThatWasOver() throws IOException {
        for (List<String> told : fleet.toldByEach()) {
            long last = 0;
            for (String line : told) {
                Matcher act = EPOCH.matcher(line);
                if (!act.find()) continue;
                long epoch = Long.parseLong(act.group(1));
                assertThat(epoch).isGreaterThanOrEqualTo(last);
                last = epoch;
            }
        }
    }
}

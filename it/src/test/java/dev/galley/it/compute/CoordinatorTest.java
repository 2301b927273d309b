// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.it.app.Node;
import dev.galley.it.net.Ports;
import dev.galley.it.relay.Program;
import genes.Hits;
import genes.Update;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A search survives whoever coordinates it.
class CoordinatorTest {
    @TempDir private Path folder;
    private final List<Double> shares = new ArrayList<>();

    /// What ends the search of a coordinator that was killed, rather than to look for another one.
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void whatADeadCoordinatorHasDoneAnotherOneFindsInRedis() throws Exception {
        int port = Ports.free();
        String redis = Program.find("redis-server");
        List<String> command =
                List.of(redis, "--port", "" + port, "--bind", "127.0.0.1", "--save", "");
        try (Program _ = Program.serving(port, folder, command);
                Laboratory laboratory =
                        Laboratory.distributed(folder, "redis://127.0.0.1:" + port)) {
            laboratory.start("search-1", "search-2", "align-1", "align-2");
            survives(laboratory, "search-1", "search-2");
        }
    }

    @Test
    void whatADeadNodeHasCoordinatedTheOthersOfItsClusterGoOnWith() throws Exception {
        try (Laboratory laboratory = Laboratory.cluster(folder)) {
            laboratory.start("one", "two", "three");
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            List.of("one", "two", "three").stream()
                                    .allMatch(n -> knowsAll(laboratory.node(n).told())));
            survives(laboratory, "one", "two,three");
        }
    }

    private static boolean knowsAll(String told) {
        return told.lines().filter(l -> l.matches(".*app/aligner .* is added")).count() == 3;
    }

    private void survives(Laboratory laboratory, String dies, String others) throws IOException {
        try {
            laboratory.search(dies, "survivor", now -> half(laboratory.node(dies), now));
        } catch (Killed _) {
            Hits hits = laboratory.search(others, "survivor", now -> shares.add(now.share()));
            assertThat(hits).isEqualTo(laboratory.reference());
        }
        assertThat(shares).isNotEmpty().allMatch(share -> share > 0.2);
    }

    private static void half(Node node, Update.Running now) {
        if (now.share() < 0.5) return;
        node.kill();
        throw new Killed();
    }
}

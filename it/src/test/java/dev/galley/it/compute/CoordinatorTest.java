// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.app.Node;
import dev.galley.it.relay.Program;
import genes.Hits;
import genes.Update;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A search survives whoever coordinates it.
class CoordinatorTest {
    @TempDir private Path folder;
    private final List<Double> shares = new ArrayList<>();
    private boolean killed;

    @Test
    void whatADeadCoordinatorHasDoneAnotherOneGoesOnWith() throws Exception {
        int port = Node.freePort();
        String redis = Program.find("redis-server");
        List<String> command =
                List.of(redis, "--port", "" + port, "--bind", "127.0.0.1", "--save", "");
        String sessions =
                "sessions: {store: redis, url: \"redis://127.0.0.1:%d\"}%n".formatted(port);
        try (Program _ = Program.serving(port, folder, command);
                Laboratory laboratory = new Laboratory(folder, sessions)) {
            laboratory.start("c1", "w1", "w2");
            Hits hits = laboratory.search("survivor", now -> half(laboratory, now));
            assertThat(hits).isEqualTo(laboratory.reference());
            assertThat(shares).isNotEmpty().allMatch(share -> share > 0.2);
        }
    }

    /// Kills the first coordinator when half of it is done, and then starts the second one.
    private void half(Laboratory laboratory, Update.Running now) {
        if (killed) shares.add(now.share());
        if (killed || now.share() < 0.5) return;
        laboratory.node("c1").kill();
        killed = true;
        laboratory.start("c2");
    }
}

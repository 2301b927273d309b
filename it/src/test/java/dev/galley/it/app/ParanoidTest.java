// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import dev.galley.app.App;
import dev.galley.app.Host;
import dev.galley.config.Config;
import dev.galley.it.app.post.Mail;
import dev.galley.it.app.post.Office;
import dev.galley.it.app.post.People;
import dev.galley.net.Loops;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Modules of one process that call each other plainly, and over a bad network.
class ParanoidTest {
    @TempDir private Path folder;

    @Test
    void modulesOfOneProcessCallEachOtherPlainly() throws Exception {
        runs(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theSameHappensIfEverythingGoesOverABadNetwork(long seed) throws Exception {
        runs(seed);
    }

    private void runs(Long seed) throws Exception {
        Config config = Config.parse("galley.yaml", Town.file(folder, ""), Map.of());
        try (Loops loops = Loops.start(2);
                App app =
                        App.start(
                                "galley.yaml",
                                config.app(),
                                null,
                                seed,
                                new Host(loops, _ -> {}))) {
            new Story(app.service(People.class), app.service(Mail.class), app.service(Office.class))
                    .happens();
        }
    }
}

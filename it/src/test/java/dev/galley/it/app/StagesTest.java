// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One program, by one file that differs in its nodes alone.
class StagesTest {
    @TempDir private Path folder;

    @Test
    void aProgramRunsInOneProcess() throws Exception {
        try (Town town = new Town(folder, "").start()) {
            town.story().happens();
            assertThat(town.node("n1").told()).contains(": people, mail, office");
            town.node("n1").stop();
            assertThat(folder.resolve("town/closed")).hasContent("mail");
        }
    }

    @Test
    void itRunsWithEachModuleInAProcessOfItsOwn() throws Exception {
        try (Town town = new Town(folder, "people", "mail", "office").start()) {
            town.story().happens();
            assertThat(town.node("n1").told())
                    .contains("node n1, 127.0.0.1:", ": people\n", "mail on n2", "office on n3");
        }
    }

    @Test
    void itRunsWithTwoOfEach() throws Exception {
        String[] doubled = {"people", "mail", "office", "people", "mail", "office"};
        try (Town town = new Town(folder, doubled).start()) {
            town.story().happens();
            assertThat(town.node("n1").told()).contains("mail on n2, n5");
        }
    }

    @Test
    void itRunsAsEqualProcessesBesideEachOther() throws Exception {
        try (Town town = new Town(folder, "", "", "").start()) {
            town.story().happens();
        }
        assertThat(Files.exists(folder.resolve("town/ann"))).isTrue();
    }

    @Test
    void itRunsOverABadNetworkWithinAndBetweenItsProcesses() throws Exception {
        try (Town town = new Town(folder, "people", "mail,office").start("--paranoid=7")) {
            town.story().happens();
        }
    }
}

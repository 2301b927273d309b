// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The chat does the same in all stages.
class ChatTest {
    @TempDir private Path folder;

    @BeforeAll
    static void itIsBuilt() {
        assumeTrue(Files.exists(Chat.JAR), "there is no jar yet: mvn verify builds it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "distributed"})
    void itDoesTheSameInOneProcessAndInMany(String stage) throws Exception {
        does(stage);
    }

    /// In every run PostgresqlTest, PageTest and LossTest have these two.
    @ParameterizedTest
    @Tag("long")
    @ValueSource(strings = {"cluster", "distributed-cluster"})
    void itDoesTheSameInAClusterToo(String stage) throws Exception {
        does(stage);
    }

    private void does(String stage) throws Exception {
        try (Chat chat = new Chat(folder, stage + ".yaml", "").start()) {
            Story.happens(chat.socket());
        }
    }

    @Test
    void itDoesTheSameOverABadNetworkBetweenItsModules() throws Exception {
        try (Chat chat = new Chat(folder, "single.yaml", "", "--paranoid=11").start()) {
            Story.happens(chat.socket());
        }
    }
}

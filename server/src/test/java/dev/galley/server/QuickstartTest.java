// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tour of the README, on other ports.
class QuickstartTest {
    private static final Path FILE = Path.of("../examples/quickstart/galley.yaml");

    @TempDir private Path folder;

    /// The file, with ports that are free.
    private static String file() throws Exception {
        String text = Files.readString(FILE);
        for (String port : List.of("8080", "9001", "9002", "9003"))
            text = text.replace(":" + port, ":" + FreePort.choose());
        return text;
    }

    private static Set<String> threeAnswers(Running running) throws Exception {
        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < 3; i++) answers.add(running.get(0, "/"));
        return answers;
    }

    @Test
    void theThreeAnswerInTurnOneIsKilledAndComesBack() throws Exception {
        String text = file();
        try (var running = new Running(folder, text)) {
            assertThat(threeAnswers(running))
                    .containsExactly("hello from a\n", "hello from b\n", "hello from c\n");
            running.reload(text.replaceFirst("(?m)^ .*hello from b.*$", "# $0"));
            await().until(() -> running.told().contains("is down: connection refused"));
            assertThat(threeAnswers(running)).containsExactly("hello from a\n", "hello from c\n");
            running.reload(text);
            await().until(() -> running.told().contains("is up"));
            assertThat(threeAnswers(running)).hasSize(3);
        }
    }
}

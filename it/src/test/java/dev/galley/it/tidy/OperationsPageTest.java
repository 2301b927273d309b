// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.galley.reach.dns.End;
import dev.galley.reach.proxy.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/operations.md lists what operators look up: it must be all of it, and right.
class OperationsPageTest {
    private static final SourceTree TREE = SourceTree.read();
    private static final Page PAGE =
            new Page("docs/operations.md", TREE.text("docs/operations.md"));

    @Test
    void everyTerminationCodeStandsThereWithItsMeaning() {
        List<String> rows = rows("`[-A-Z]{2}`").toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Termination.values())
                                .map(t -> "| `" + t.code() + "` | " + t.meaning() + " |")
                                .toList());
    }

    @Test
    void everyEndOfAQueryStandsThereWithItsMeaning() {
        assertThat(rows("`[A-Z]{3,}`").toList())
                .containsExactlyElementsOf(
                        Arrays.stream(End.values())
                                .map(e -> "| `" + e.code() + "` | " + e.meaning() + " |")
                                .toList());
    }

    /// One that calls another node, and is called by it.
    private static final String PROGRAM =
            """
            app:
              classpath: examples/chat/target/chat.jar
              node: here
              nodes:
                here: {bind: "127.0.0.1:17801", modules: [friends]}
                there: {bind: "127.0.0.1:17802", modules: [users, groups, messages, admin, page]}
              modules:
                friends: {config: {url: "jdbc:h2:./friends"}}
            sessions: {store: redis, url: "redis://127.0.0.1:1"}
            """;

    private static final String SCALED =
            """
            scaled:
              health: tcp
              scale:
                max: 1
                in-flight: 9
                by: {type: hooks, list: "true", scale-out: "false", scale-in: "true"}
            web:
              persistence: {type: source, shared: on}
            """;

    @Test
    void everyMetricOfARunningGalleyStandsThereAndNoOther(@TempDir Path home) throws Exception {
        assumeTrue(Console.possible(TREE), "there is no jar yet: mvn verify builds it");
        try (Console console = Console.in(home, TREE)) {
            Path file = home.resolve("examples/quickstart/galley.yaml");
            String text = Files.readString(file);
            Files.writeString(file, text.replace("  web:\n", SCALED.indent(2)) + PROGRAM);
            console.run("examples/quickstart/galley.yaml", "try     curl http://127.0.0.1:8080/");
            console.printed("curl -s http://127.0.0.1:8080/");
            console.printed(
                    "curl -s -d '{\"token\":\"none\"}' http://127.0.0.1:17801/Friends/list");
            Set<String> scraped =
                    console.printed("curl -s http://127.0.0.1:9900/metrics")
                            .lines()
                            .filter(line -> line.startsWith("# TYPE "))
                            .map(line -> line.split(" ", 4)[2])
                            .collect(toSet());
            assertThat(rows("`[a-z_]+`").map(row -> row.split("`", 3)[1]).collect(toSet()))
                    .isEqualTo(scraped);
        }
    }

    @Test
    void systemdFindsNothingToBlameInTheUnit(@TempDir Path folder) throws Exception {
        assumeTrue(installed("systemd-analyze"), "needs systemd-analyze");
        Path unit = folder.resolve("galley.service");
        String text = PAGE.blocks("ini").getFirst().text();
        // It looks whether what a unit starts is there.
        Files.writeString(unit, text.replace("/opt/galley/bin/galley", "/bin/true"));
        Process analyze =
                new ProcessBuilder("systemd-analyze", "verify", unit.toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(analyze.inputReader().readAllAsString()).isEmpty();
        assertThat(analyze.waitFor()).isZero();
    }

    private static Stream<String> rows(String first) {
        Pattern row = Pattern.compile("^\\| " + first + " \\|.*");
        return PAGE.text().lines().filter(row.asMatchPredicate());
    }

    private static boolean installed(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + command).start().waitFor() == 0;
    }
}

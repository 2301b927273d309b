// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.bind.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ConfigurationDocTest {
    private static final String REWRITE =
            "./mvnw -pl config test -Dtest=ConfigurationDocTest -Drewrite=true";
    private static final Path DOC = Path.of("../docs/configuration.md");
    private static final String BEGIN = "<!-- generated: keys -->\n", END = "<!-- end -->\n";

    @Test
    void theTableOfKeysIsThatOfTheRecords() throws IOException {
        String doc = Files.readString(DOC);
        int from = doc.indexOf(BEGIN) + BEGIN.length(), to = doc.indexOf(END);
        String fresh = doc.substring(0, from) + Reference.of(Config.class) + doc.substring(to);
        if (Boolean.getBoolean("rewrite")) Files.writeString(DOC, fresh);
        assertThat(Files.readString(DOC)).as("out of date; run: " + REWRITE).isEqualTo(fresh);
    }

    @TestFactory
    List<DynamicTest> everyExampleIsWithoutProblem() throws IOException {
        return examples().stream()
                .map(yaml ->
                        DynamicTest.dynamicTest(
                                yaml.lines().findFirst().orElseThrow(), () -> parse(yaml)))
                .toList();
    }

    @Test
    void everyKindOfPolicyAndHealthCheckHasAnExample() throws IOException {
        String examples = String.join("\n", examples());
        assertThat(examples)
                .contains(
                        "round-robin",
                        "ratio",
                        "least-connections",
                        "fastest-response",
                        "least-load",
                        "random",
                        "hash",
                        "health: tcp",
                        "type: http",
                        "type: tls",
                        "health: ping",
                        "type: udp",
                        "type: dns",
                        "type: ftp",
                        "type: redis",
                        "type: postgresql",
                        "type: command");
    }

    static List<String> examples() throws IOException {
        return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOC))
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
    }

    private static void parse(String yaml) {
        assertThat(Config.parse("example", yaml, Map.of("GALLEY_TOKEN", "s3cret"))).isNotNull();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The files of the shop say where its modules run, where sessions are, and nothing else of their
/// own.
class FilesTest {
    private static final String ADDRESS = "\"127\\.0\\.0\\.1:[^\"]+\"";
    private static final String ADDRESSES = ADDRESS + "(, " + ADDRESS + ")*";

    @Test
    void theFilesDifferInNothingButTheNodesAndTheirSessions() throws IOException {
        List<String> single = said("single");
        assertThat(single).hasSizeGreaterThan(20);
        for (String other : List.of("cluster", "distributed", "distributed-cluster"))
            assertThat(said(other)).isEqualTo(single);
    }

    /// What stays of a file without its nodes, what they are told, how often modules run, and
    /// addresses.
    private static List<String> said(String stage) throws IOException {
        Path file = Shop.EXAMPLE.resolve(stage + ".yaml");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.matches("|#.*|(admin|sessions|cluster): ?.*"))
                    .filter(line -> !line.matches("  (secret|nodes|name|bind|peers|data):.*"))
                    .filter(line -> !line.contains("admin: \"127"))
                    .filter(line -> !line.matches(" +replicas: 2"))
                    .map(line -> line.replace("replicas: 2, ", ""))
                    .map(line -> line.replace("{module: page}", "\"127.0.0.1:1\""))
                    .map(line -> line.replaceFirst(ADDRESSES, "ADDRESSES"))
                    .map(line -> line.replace(" on: edge,", ""))
                    .toList();
        }
    }
}

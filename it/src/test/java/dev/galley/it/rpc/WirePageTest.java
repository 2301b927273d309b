// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What docs/wire.md types into a shell prints what it shows.
@Needs("curl")
class WirePageTest {
    /// A block of lines `$ command`, each with its output below.
    private static final Pattern BLOCK = Pattern.compile("(?s)```curl\n(.*?)```");

    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ (.*)\n((?:[^$].*\n)*)");

    @Test
    void theCallsOfThePagePrintWhatItShows() throws Exception {
        String page = Files.readString(Path.of("../docs/wire.md"));
        List<MatchResult> commands =
                BLOCK.matcher(page)
                        .results()
                        .flatMap(block -> COMMAND.matcher(block.group(1)).results())
                        .toList();
        assertThat(commands).hasSizeGreaterThan(2);
        try (Faces faces = Faces.of(new EchoInMemory())) {
            for (MatchResult command : commands)
                assertThat(printed(command.group(1).replace(":7800", ":" + faces.port())))
                        .isEqualToIgnoringNewLines(command.group(2));
        }
    }

    private static String printed(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        return shell.inputReader().readAllAsString();
    }
}

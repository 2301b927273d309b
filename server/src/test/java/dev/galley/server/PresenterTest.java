// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresenterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Presenter presenter(boolean person, boolean colour) {
        return new Presenter(
                new Terminal(stream(out), stream(err), person, colour, Map.of(), _ -> false));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void aPersonSeesTheTimeOfDayAndColours() {
        try (Presenter presenter = presenter(true, true)) {
            presenter.reloaded(Path.of("galley.yaml"));
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches(
                        "\u001b\\[2m\\d\\d:\\d\\d:\\d\\d  \u001b\\[0m"
                                + "\u001b\\[32mreloaded\u001b\\[0m galley.yaml\n");
        assertThat(err.size()).isZero();
    }

    @Test
    void aLogGetsPlainLinesWithTheFullTime() {
        try (Presenter presenter = presenter(false, false)) {
            presenter.refused(List.of("one", "two"));
            presenter.draining(Duration.ofSeconds(30));
        }
        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.?\\d*Z ";
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        l -> assertThat(l).matches(time + "reload refused; .*:"),
                        l -> assertThat(l).matches(time + "  one"),
                        l -> assertThat(l).matches(time + "  two"),
                        l -> assertThat(l).matches(time + "draining for 30 s .*"));
        assertThat(out.size()).isZero();
    }
}

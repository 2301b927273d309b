// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The status as rates, again each second.
final class Top {
    private static final Duration EACH = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final Admin admin;

    Top(Terminal terminal, Admin admin) {
        this.terminal = terminal;
        this.admin = admin;
    }

    /// Runs until the user, or the reader of the pipe, has had enough.
    void run() throws Failure {
        JsonNode before = look();
        if (!terminal.live()) watch(before, this::print, terminal.pause());
        else {
            try (Screen screen = Screen.enter(terminal.out())) {
                watch(before, screen::show, screen::pause);
            }
        }
    }

    private void watch(JsonNode first, Consumer<List<String>> show, Predicate<Duration> pause)
            throws Failure {
        JsonNode before = first;
        show.accept(view(before, MissingNode.getInstance()));
        while (pause.test(EACH)) {
            JsonNode now = look();
            show.accept(view(now, before));
            before = now;
        }
    }

    private JsonNode look() throws Failure {
        return Admin.parse(admin.get("/status"));
    }

    private List<String> view(JsonNode now, JsonNode before) {
        double seconds = uptime(now) - uptime(before);
        // Not positive: the first look, or another process; then there is no rate to show yet.
        JsonNode known = seconds > 0 && !before.isMissingNode() ? before : now;
        return new StatusView(terminal.paint(), now, known, Math.max(seconds, 0.001), Instant.now())
                .lines();
    }

    private static double uptime(JsonNode status) {
        return status.path("uptimeSeconds").asDouble(0);
    }

    private void print(List<String> lines) {
        lines.forEach(terminal.out()::println);
        terminal.out().println();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Shows how an upgrade goes, a line for each thing that happens. The node that it asks goes away
/// as well: then it asks the others, if they can be reached, and that one again.
final class UpgradeWatch {
    private static final Duration EACH = Duration.ofMillis(500);
    private static final int PATIENCE = 600;

    private final Commands galley;
    private final Paint paint;

    /// By their addresses; first the one that was named.
    private final Map<String, Admin> admins = new LinkedHashMap<>();

    private int width;
    private String before = "";

    UpgradeWatch(Commands galley) {
        this.galley = galley;
        this.paint = galley.terminal().paint();
        admins.put("", galley.admin());
    }

    /// Shows one state.
    ///
    /// @return the exit code
    int once(String answer) {
        JsonNode upgrade = Admin.parse(answer);
        if (galley.json()) galley.terminal().out().print(answer);
        else {
            show(upgrade);
            nodes(upgrade).lines().forEach(galley.terminal().out()::println);
        }
        return code(upgrade);
    }

    private Table nodes(JsonNode upgrade) {
        Table table = new Table(paint, "node").head("galley").head("file").head("state");
        for (JsonNode node : upgrade.path("nodes")) {
            boolean upgraded = node.path("upgraded").asBoolean(false);
            String unready = text(node, "unready");
            table.row().cell(text(node, "node")).cell(text(node, "version"));
            table.cell(text(node, "file"));
            table.cell(
                    unready.isEmpty() ? upgraded ? "new" : "old" : unready,
                    unready.isEmpty() ? paint::green : paint::yellow);
        }
        return table;
    }

    /// Shows what happens until it is over.
    ///
    /// @return the exit code
    int follow(String first) throws Failure {
        JsonNode upgrade = Admin.parse(first);
        int silent = 0;
        show(upgrade);
        while (!upgrade.path("over").asBoolean(false)) {
            for (JsonNode node : upgrade.path("nodes"))
                admins.computeIfAbsent(text(node, "admin"), galley::admin);
            if (!galley.terminal().pause().test(EACH)) return 0;
            JsonNode next = ask();
            silent = next == null ? silent + 1 : 0;
            if (silent > PATIENCE) throw new Failure("no node answers any more");
            if (next == null) continue;
            show(next);
            upgrade = next;
        }
        return code(upgrade);
    }

    private static int code(JsonNode upgrade) {
        boolean bad =
                upgrade.path("over").asBoolean(false) && !text(upgrade, "phase").equals("done");
        return bad ? 1 : 0;
    }

    /// Null: nobody answers just now.
    private @Nullable JsonNode ask() {
        for (Admin admin : admins.values())
            try {
                return UpgradeCommand.ask(admin);
            } catch (Failure next) {
                // It may be the one that is being replaced.
            }
        return null;
    }

    private void show(JsonNode upgrade) {
        if (galley.json()) {
            if (!upgrade.toString().equals(before)) galley.terminal().out().println(upgrade);
            before = upgrade.toString();
            return;
        }
        for (JsonNode node : upgrade.path("nodes"))
            width = Math.max(width, text(node, "node").length());
        String line = line(upgrade);
        if (!line.isEmpty() && !line.equals(before)) galley.terminal().out().println(line);
        if (!line.isEmpty()) before = line;
    }

    private String line(JsonNode upgrade) {
        String phase = text(upgrade, "phase"), why = text(upgrade, "why");
        return switch (phase) {
            case "checking" -> "all nodes look at " + text(upgrade, "file");
            case "moving" -> turn(upgrade, "goes to the new version");
            case "back" -> {
                String turn = turn(upgrade, "goes back to the old version");
                yield turn.isEmpty() ? paint.yellow("goes back: ") + why : turn;
            }
            case "done" -> paint.green("done: ") + "all nodes run " + text(upgrade, "file");
            default -> paint.red(phase.replace('-', ' ') + ": ") + why;
        };
    }

    /// Empty: nobody's, or nothing to tell.
    private String turn(JsonNode upgrade, String goes) {
        String step = text(upgrade, "step");
        String what =
                switch (step) {
                    case "leaving" -> paint.yellow(goes);
                    case "watched" -> paint.green("is back") + ", and is watched";
                    default -> "";
                };
        String node = text(upgrade, "turn");
        String space = " ".repeat(Math.max(0, width - node.length()) + 2);
        return what.isEmpty() ? "" : paint.bold(node) + space + what;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Which modules run here and which elsewhere.
///
/// @param app the `AppStatus` of the admin API
record AppView(Paint paint, JsonNode app) {
    List<String> lines() {
        boolean scaled = false;
        for (JsonNode module : app.path("modules")) scaled |= module.has("scale");
        Table table = new Table(paint, "module").head("runs").head("called by").head("failures");
        if (scaled) table.head("by its load");
        for (JsonNode module : app.path("modules")) {
            table.row().cell(module.path("module").asString(""));
            table.cell(module.path("here").asBoolean(false) ? "here" : names(module.path("nodes")));
            table.cell(module.path("pool").asString(""));
            table.cell(failures(module.path("failures")), paint::red);
            if (scaled) table.cell(Words.scale(module.path("scale")));
        }
        List<String> lines = new ArrayList<>();
        lines.add(title());
        lines.addAll(table.lines());
        return lines;
    }

    private String title() {
        String node = app.path("node").asString(""), address = app.path("address").asString("");
        return paint.bold(node.isEmpty() ? "app" : "app, node " + node)
                + (address.isEmpty() ? "" : ": " + address + ", " + calls());
    }

    private String calls() {
        return app.path("inFlight").asInt(0) + " of " + app.path("limit").asInt(0) + " calls";
    }

    private static String names(JsonNode nodes) {
        List<String> names = new ArrayList<>();
        for (JsonNode node : nodes) names.add(node.asString(""));
        return String.join(", ", names);
    }

    private static String failures(JsonNode byStage) {
        List<String> counts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> stage : byStage.properties())
            if (stage.getValue().asDouble(0) > 0)
                counts.add(Words.count(stage.getValue().asDouble(0)) + " " + stage.getKey());
        return String.join(", ", counts);
    }
}

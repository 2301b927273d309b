// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The cluster as tables: its nodes, and where its modules are.
record ClusterView(Paint paint, JsonNode cluster) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String leader = text(cluster, "leader"), scaler = text(cluster, "scaler");
        lines.add(
                paint.bold("cluster " + text(cluster, "cluster"))
                        + ", seen by "
                        + text(cluster, "node")
                        + " ("
                        + text(cluster, "standing")
                        + "), "
                        + (leader.isEmpty() ? "nobody places modules" : leader + " places modules")
                        + (scaler.isEmpty() ? "" : ", " + scaler + " scales them"));
        String trouble = text(cluster.path("facts"), "trouble");
        if (!trouble.isEmpty()) lines.add(paint.red("trouble") + ": " + trouble);
        lines.add("");
        lines.addAll(nodes());
        if (!cluster.path("modules").isEmpty()) {
            lines.add("");
            lines.addAll(modules());
        }
        return lines;
    }

    private List<String> nodes() {
        Table table = new Table(paint, "node").head("address").head("labels").head("version");
        table.head("file").head(">modules").head("state");
        for (JsonNode node : cluster.path("nodes")) {
            table.row().cell(text(node, "node")).cell(text(node, "address"));
            table.cell(labels(node.path("labels"))).cell(text(node, "version"));
            String file = text(node, "file");
            table.cell(file.substring(file.lastIndexOf('/') + 1)).cell(text(node, "modules"));
            boolean drained = node.path("drained").asBoolean(false);
            table.cell(drained ? "draining" : "up", paint::state);
        }
        return table.lines();
    }

    private static String labels(JsonNode labels) {
        List<String> all = new ArrayList<>();
        labels.properties().forEach(l -> all.add(l.getKey() + "=" + l.getValue().asString("")));
        return String.join(" ", all);
    }

    private List<String> modules() {
        boolean scaled = false;
        for (JsonNode module : cluster.path("modules")) scaled |= module.has("scale");
        Table table = new Table(paint, "module").head(">wanted").head("on");
        if (scaled) table.head("by its load");
        for (JsonNode module : cluster.path("modules")) {
            boolean singleton = module.path("singleton").asBoolean(false);
            String replicas = text(module, "replicas");
            table.row().cell(text(module, "module"));
            table.cell(singleton ? "one" : replicas.isEmpty() ? "all" : replicas);
            List<String> on = new ArrayList<>();
            for (JsonNode stint : module.path("on")) on.add(stint(stint));
            table.cell(String.join(", ", on));
            if (scaled) table.cell(Words.scale(module.path("scale")));
        }
        return table.lines();
    }

    private static String stint(JsonNode stint) {
        String node = text(stint, "node"), phase = text(stint, "phase"), why = text(stint, "why");
        if (phase.equals("running")) return node;
        return node + " (" + phase + (why.isEmpty() ? "" : ": " + why) + ")";
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}

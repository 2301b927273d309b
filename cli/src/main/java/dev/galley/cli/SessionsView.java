// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Sessions as tables, one a pool.
///
/// @param offset how many of each pool were passed over
record SessionsView(Paint paint, JsonNode sessions, int offset) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (JsonNode pool : sessions.path("pools")) {
            if (!lines.isEmpty()) lines.add("");
            pool(lines, pool);
        }
        if (lines.isEmpty()) lines.add("no pool has a persistence");
        return lines;
    }

    private void pool(List<String> lines, JsonNode pool) {
        String name = pool.path("pool").asString("");
        int size = pool.at("/totals/size").asInt(0), limit = pool.at("/totals/limit").asInt(0);
        String title =
                paint.bold("pool " + name) + ": " + pool.at("/totals/persistence").asString("");
        if (limit == 0) {
            lines.add(title + ", the clients carry it");
            return;
        }
        long displaced = pool.at("/totals/evictions").asLong(0);
        lines.add(title + ", " + size + " of " + limit + " sessions, " + displaced + " displaced");
        JsonNode trouble = pool.at("/totals/shared/trouble");
        if (trouble.isString()) lines.add(paint.red("not shared") + ": " + trouble.asString());
        if (pool.path("sessions").isEmpty()) return;
        lines.addAll(table(pool.path("sessions")));
        int shown = offset + pool.path("sessions").size();
        if (shown < size) {
            String more = "galley sessions " + name + " --offset " + shown;
            lines.add(paint.dim("%d more: %s".formatted(size - shown, more)));
        }
    }

    private List<String> table(JsonNode all) {
        Table table = new Table(paint, "session").head("member").head(">idle");
        for (JsonNode session : all) {
            long millis = (long) (1000 * session.path("idleSeconds").asDouble(0));
            table.row().cell(session.path("key").asString(""));
            table.cell(session.path("member").asString(""));
            table.cell(Words.time(Duration.ofMillis(millis)));
        }
        return table.lines();
    }
}

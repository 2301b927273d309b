// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The pools that the nodes of a cluster have agreed on: their versions, and what the newest says.
record PoolsView(Paint paint, JsonNode pools) {
    List<String> lines() {
        Table table = new Table(paint, ">version").head("by").head("written");
        for (JsonNode one : pools.path("versions"))
            table.row()
                    .cell(one.path("version").asString(""))
                    .cell(one.path("author").asString(""))
                    .cell(one.path("written").asString(""));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.addAll(pools.path("text").asString("").lines().toList());
        return lines;
    }
}

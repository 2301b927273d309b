// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import dev.galley.config.bind.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The deny list as a table, and what is asked of it.
record DenyView(Paint paint, JsonNode list) {
    List<String> lines() {
        int size = list.path("size").asInt(0);
        if (size == 0) return List.of("nobody is denied");
        Table table = new Table(paint, "denied").head(">for");
        for (JsonNode one : list.path("sources")) {
            table.row().cell(one.path("source").asString(""));
            table.cell(left(one.path("secondsLeft")));
        }
        List<String> lines = new ArrayList<>(table.lines());
        int more = size - list.path("sources").size();
        if (more > 0) lines.add(paint.dim(Words.count(more) + " more"));
        return lines;
    }

    private static String left(JsonNode seconds) {
        if (seconds.isMissingNode()) return "ever";
        return Words.time(Duration.ofSeconds((long) Math.ceil(seconds.asDouble(0))));
    }

    /// `2 sources denied, 7 in all`.
    ///
    /// @param answer a Changed
    static String sentence(JsonNode answer, String done) {
        int changed = answer.path("changed").asInt(0);
        return Words.some(changed, "source")
                + " "
                + done
                + ", "
                + Words.count(answer.path("size").asInt(0))
                + " denied in all";
    }

    /// The sources that were named, and those of a file.
    static List<String> sources(@Nullable List<String> named, @Nullable Path file) throws Failure {
        List<String> all = new ArrayList<>(named == null ? List.of() : named);
        if (file == null) return all;
        try {
            for (String line : Files.readAllLines(file)) {
                String source = line.replaceFirst("#.*", "").strip();
                if (!source.isEmpty()) all.add(source);
            }
        } catch (IOException e) {
            throw new Failure(file + " cannot be read: " + e.getMessage());
        }
        if (all.isEmpty()) throw new Failure(file + " names no source");
        return all;
    }

    /// @param time empty: without an end
    static String request(List<String> sources, String time) throws Failure {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("sources", sources);
        try {
            if (!time.isEmpty())
                request.put("seconds", Math.max(1, Durations.parse(time).toSeconds()));
        } catch (IllegalArgumentException e) {
            throw new Failure("--for: " + e.getMessage());
        }
        return Admin.json(request);
    }
}

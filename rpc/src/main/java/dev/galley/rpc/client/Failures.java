// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.rpc.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// How many tries of calls have failed, by how far they came; a call that was made again and then
/// went well has one nevertheless. Any thread.
public final class Failures {
    private final Map<Stage, LongAdder> counts = new EnumMap<>(Stage.class);

    Failures() {
        for (Stage stage : Stage.values()) counts.put(stage, new LongAdder());
    }

    void count(Stage stage) {
        LongAdder count = counts.get(stage);
        if (count != null) count.increment();
    }

    /// All stages, with the number of failures so far.
    public Map<Stage, Long> byStage() {
        Map<Stage, Long> byStage = new EnumMap<>(Stage.class);
        counts.forEach((stage, count) -> byStage.put(stage, count.sum()));
        return byStage;
    }
}

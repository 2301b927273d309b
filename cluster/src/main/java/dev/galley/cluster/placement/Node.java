// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import java.util.Map;
import java.util.Set;

/// A node that is there.
///
/// @param open whether it takes modules; one that is drained for maintenance does not
/// @param failed the modules that did not start on it: they come here only if nobody else takes
///   them
/// @param kept modules that it has gone on with although nobody has said so: it was lost, and has
///   come back. They are rather left here than started elsewhere
public record Node(
        String name,
        Map<String, String> labels,
        boolean open,
        Set<String> failed,
        Set<String> kept) {
    public Node {
        labels = Map.copyOf(labels);
        failed = Set.copyOf(failed);
        kept = Set.copyOf(kept);
    }

    /// Its value of a label; empty: it has none.
    String label(String key) {
        return labels.getOrDefault(key, "");
    }
}

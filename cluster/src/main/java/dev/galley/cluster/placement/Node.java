// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import java.util.Map;
import java.util.Set;

/// A node that is there.
///
/// @param open whether it takes modules; one that is drained for maintenance does not
/// @param failed the modules that did not start on it: they come here only if nobody else takes
///   them
public record Node(String name, Map<String, String> labels, boolean open, Set<String> failed) {
    public Node {
        labels = Map.copyOf(labels);
        failed = Set.copyOf(failed);
    }

    /// Its value of a label; empty: it has none.
    String label(String key) {
        return labels.getOrDefault(key, "");
    }
}

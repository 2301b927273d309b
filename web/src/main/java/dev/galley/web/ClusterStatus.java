// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cluster, as one of its nodes sees it.
///
/// @param node which one
/// @param standing `member`, `joining`, `alone` or `out`: whether what follows is of now
/// @param leader the node that places modules; null: none is known
/// @param scaler the node that says how often modules run that follow their load; null: none does,
///   or is known
/// @param facts about the coordination, and whether sessions can be read at this node
/// @param modules those of the program; empty: this node has none
public record ClusterStatus(
        String cluster,
        String node,
        String standing,
        @Nullable String leader,
        @Nullable String scaler,
        Map<String, String> facts,
        List<NodeStatus> nodes,
        List<PlacedStatus> modules) {
    /// A node that is a member.
    ///
    /// @param version of its Galley
    /// @param file its configuration; empty: it has not told
    /// @param drained whether it is to have no modules
    /// @param modules how many it has
    public record NodeStatus(
            String node,
            String address,
            Map<String, String> labels,
            String version,
            String file,
            boolean drained,
            int modules) {}

    /// A module of the program.
    ///
    /// @param replicas how often it is to run; null: on all nodes that it may be on
    /// @param singleton whether two of it must never run at once
    /// @param scale null: its number does not follow its load
    public record PlacedStatus(
            String module,
            @Nullable Integer replicas,
            boolean singleton,
            @Nullable ModuleScale scale,
            List<StintStatus> on) {}

    /// A module on a node.
    ///
    /// @param phase `starting`, `running`, `leaving` or `failed`
    /// @param endpoints where it serves besides its calls
    /// @param why it did not start; empty: nothing is wrong
    public record StintStatus(String node, String phase, List<String> endpoints, String why) {}
}

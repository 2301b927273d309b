// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import dev.galley.config.Address;
import java.util.Map;

/// A process of the cluster.
///
/// @param name as the file has it; no two members have the same
/// @param address where it is called by RPC
/// @param labels what the file says of it: `{zone: a}`
/// @param version of its jar
public record Node(String name, Address address, Map<String, String> labels, String version) {
    public Node {
        labels = Map.copyOf(labels);
    }
}

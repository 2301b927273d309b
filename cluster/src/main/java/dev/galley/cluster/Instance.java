// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import dev.galley.config.Address;
import java.util.Map;

/// A service, as one node offers it.
///
/// @param service its name
/// @param node the name of the node
/// @param version of the service
/// @param facts what else callers should know, in words of the service's own
public record Instance(
        String service, String node, Address address, String version, Map<String, String> facts) {
    public Instance {
        facts = Map.copyOf(facts);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

/// What the kernel has at one moment.
///
/// @param ours the services that Galley has made
/// @param others those that somebody else has
public record Table(Map<ServiceKey, Entry> ours, Set<ServiceKey> others) {
    /// A service of Galley's, with its destinations by their address.
    public record Entry(Service service, Map<InetSocketAddress, Held> destinations) {
        /// Connections under way.
        int active() {
            return destinations.values().stream().mapToInt(Held::active).sum();
        }
    }

    /// A destination, and what goes on there.
    ///
    /// @param active connections under way
    public record Held(Destination destination, int active, Counters counters) {}
}

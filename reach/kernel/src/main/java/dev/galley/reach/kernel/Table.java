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

        /// Whether nothing is under way, and nothing can come.
        boolean ended() {
            return destinations.values().stream().allMatch(Held::ended);
        }
    }

    /// A destination, and what goes on there.
    ///
    /// @param active connections under way
    public record Held(Destination destination, int active, Counters counters) {
        /// Whether nothing is under way, and nothing can come. A connection that is being opened
        /// does not count yet: it needs a weight of 0 for a while to know.
        boolean ended() {
            return active == 0 && destination.weight() == 0;
        }
    }
}

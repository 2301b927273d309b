// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import java.net.InetSocketAddress;

/// A member, as a service in the kernel has it.
///
/// @param weight 0: nothing new, and what it has goes on
/// @param limit connections at the most, those included that have ended not long ago; 0: no limit
public record Destination(InetSocketAddress address, Forwarding forwarding, int weight, int limit) {
    Destination weighing(int other) {
        return new Destination(address, forwarding, other, limit);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

/// A service as it should be, with its destinations by their address.
///
/// @param failed those that are members, but have failed: what they have is lost
record Wanted(
        Service service,
        Map<InetSocketAddress, Destination> destinations,
        Set<InetSocketAddress> failed) {}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import java.net.InetSocketAddress;
import java.util.Map;

/// A service as it should be, with its destinations by their address.
record Wanted(Service service, Map<InetSocketAddress, Destination> destinations) {}

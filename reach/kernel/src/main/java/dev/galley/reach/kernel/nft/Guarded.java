// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.config.FloodConfig;
import java.net.InetSocketAddress;

/// A listener that is to be kept from floods.
///
/// @param name as status and metrics call it
/// @param address where it listens; a wildcard: every address of this machine
/// @param tcp whether it takes TCP
/// @param udp whether it takes UDP; both, of DNS
/// @param mirrored whether the kernel takes its clients to members by itself
public record Guarded(
        String name,
        InetSocketAddress address,
        boolean tcp,
        boolean udp,
        boolean mirrored,
        FloodConfig flood) {}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.found;

import dev.galley.config.Address;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/// What a name leads to.
///
/// @param addresses in an order that does not depend on the resolver's, each once
/// @param ttl how long that holds
/// @param whole whether every lookup was answered; if not, there may be more
public record Found(List<Address> addresses, Duration ttl, boolean whole) {
    /// Both together.
    Found and(Found other) {
        TreeMap<String, Address> all = new TreeMap<>();
        for (Address address : addresses) all.put(address.toString(), address);
        for (Address address : other.addresses) all.put(address.toString(), address);
        Duration shorter = ttl.compareTo(other.ttl) < 0 ? ttl : other.ttl;
        return new Found(List.copyOf(all.values()), shorter, whole && other.whole);
    }
}

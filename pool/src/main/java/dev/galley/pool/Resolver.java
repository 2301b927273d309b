// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.Address;
import dev.galley.config.MemberConfig;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Members' names to addresses, once for each configuration, before any lock is taken.
final class Resolver {
    private Resolver() {}

    /// A configured member and where it listens.
    record Resolved(MemberConfig config, InetSocketAddress address) {
        String name() {
            return config.address().toString();
        }
    }

    /// May wait for DNS.
    static List<Resolved> resolve(String pool, List<MemberConfig> members) {
        Set<Address> seen = new HashSet<>();
        for (MemberConfig member : members)
            if (!seen.add(member.address()))
                throw new IllegalArgumentException(
                        "pool " + pool + ": member " + member.address() + " is named twice");
        return members.stream().map(member -> resolve(pool, member)).toList();
    }

    private static Resolved resolve(String pool, MemberConfig member) {
        Address address = member.address();
        InetSocketAddress found = new InetSocketAddress(address.host(), address.port());
        if (found.isUnresolved()) {
            String error = "pool " + pool + ": member " + address + ": the name does not resolve";
            throw new UncheckedIOException(error, new UnknownHostException(error));
        }
        return new Resolved(member, found);
    }
}

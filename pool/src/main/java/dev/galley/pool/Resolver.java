// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.Address;
import dev.galley.config.MemberConfig;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Members' names to addresses, once for each configuration, before any lock is taken; those that
/// the DNS is to find are put in where they stand.
final class Resolver {
    private final Map<MemberConfig, Resolved> fixed;

    private Resolver(Map<MemberConfig, Resolved> fixed) {
        this.fixed = fixed;
    }

    /// A configured member and where it listens.
    record Resolved(MemberConfig config, InetSocketAddress address) {
        String name() {
            return Objects.requireNonNull(config.address()).toString();
        }
    }

    /// May wait for DNS.
    ///
    /// @throws UncheckedIOException if the name in an address does not resolve
    static Resolver of(String pool, List<MemberConfig> members) {
        Map<MemberConfig, Resolved> fixed = new HashMap<>();
        Set<Address> seen = new HashSet<>();
        for (MemberConfig member : members) {
            Address address = member.address();
            if (address == null) continue;
            if (!seen.add(address))
                throw new IllegalArgumentException(
                        "pool " + pool + ": member " + address + " is named twice");
            fixed.put(member, resolve(pool, member));
        }
        return new Resolver(fixed);
    }

    /// All members, in the order of the configuration; an address that is named or found twice is
    /// one member.
    ///
    /// @param found what the DNS has led to so far
    List<Resolved> members(List<MemberConfig> members, Map<FoundBy, List<Address>> found) {
        Map<String, Resolved> all = new LinkedHashMap<>();
        for (MemberConfig member : members) {
            Resolved known = fixed.get(member);
            FoundBy by = FoundBy.of(member);
            if (known != null) all.putIfAbsent(known.name(), known);
            else if (by != null)
                for (Address address : found.getOrDefault(by, List.of()))
                    all.putIfAbsent(
                            address.toString(),
                            new Resolved(
                                    member.at(address),
                                    new InetSocketAddress(address.host(), address.port())));
        }
        return List.copyOf(all.values());
    }

    /// Where a member that has an address listens; may wait for DNS.
    ///
    /// @throws UncheckedIOException if the name in it does not resolve
    static Resolved resolve(String pool, MemberConfig member) {
        Address address = Objects.requireNonNull(member.address());
        InetSocketAddress found = new InetSocketAddress(address.host(), address.port());
        if (found.isUnresolved()) {
            String error = "pool " + pool + ": member " + address + ": the name does not resolve";
            throw new UncheckedIOException(error, new UnknownHostException(error));
        }
        return new Resolved(member, found);
    }
}

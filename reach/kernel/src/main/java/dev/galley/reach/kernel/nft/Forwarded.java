// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.reach.kernel.Destination;
import dev.galley.reach.kernel.Forwarding;
import dev.galley.reach.kernel.Service;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A service as it is in our tables. Immutable.
///
/// @param number its own
/// @param members by their address, each with a number of its own
record Forwarded(int number, Service service, Map<InetSocketAddress, Member> members) {
    /// A destination with its number.
    record Member(int number, Destination destination) {}

    /// The number of a member.
    interface Place {
        int of(Destination destination);
    }

    Forwarded {
        members = Map.copyOf(members);
    }

    Forwarded with(Service other) {
        return new Forwarded(number, other, members);
    }

    /// With a member, in the place of the one at its address if there is one.
    Forwarded with(Member member) {
        Map<InetSocketAddress, Member> all = new LinkedHashMap<>(members);
        all.put(member.destination().address(), member);
        return new Forwarded(number, service, all);
    }

    Forwarded without(InetSocketAddress member) {
        Map<InetSocketAddress, Member> all = new LinkedHashMap<>(members);
        all.remove(member);
        return new Forwarded(number, service, all);
    }

    /// In the order in which they came, those that have the forwarding.
    List<Member> by(Forwarding forwarding) {
        return members.values().stream()
                .filter(m -> m.destination().forwarding() == forwarding)
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .toList();
    }

    Choice choice(Forwarding forwarding) {
        return Choice.of(service, by(forwarding).stream().map(Member::destination).toList());
    }

    int number(Destination destination) {
        Member member = members.get(destination.address());
        if (member == null) throw new IllegalArgumentException("no member " + destination);
        return member.number();
    }

    /// `tcp` or `udp`.
    String protocol() {
        return service.key().udp() ? "udp" : "tcp";
    }

    /// `ip` or `ip6`.
    String family() {
        return service.key().isIpv6() ? "ip6" : "ip";
    }

    String host() {
        return service.key().address().getAddress().getHostAddress();
    }

    /// As in the maps of services: `10.0.0.100 . tcp . 80`.
    String key() {
        return host() + " . " + protocol() + " . " + service.key().address().getPort();
    }
}

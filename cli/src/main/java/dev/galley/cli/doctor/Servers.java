// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import dev.galley.cli.doctor.Needs.Mirrored;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// What is to be done on real servers, which can't be seen from the balancer.
///
/// @param members their addresses
/// @param why what they are part of
/// @param commands to be given there, as root
public record Servers(List<String> members, String why, List<String> commands) {
    static List<Servers> of(Needs needs, Machine machine) {
        return needs.mirrored().stream().map(listener -> of(listener, machine)).toList();
    }

    private static Servers of(Mirrored listener, Machine machine) {
        List<String> members =
                listener.members().stream().map(InetAddress::getHostAddress).toList();
        String vip = listener.bind().address().host();
        List<String> commands =
                switch (listener.way()) {
                    case NAT -> nat(listener, machine);
                    case DIRECT -> direct(vip, listener.ipv6());
                    case TUNNEL -> tunnel(vip, listener.ipv6());
                };
        String why =
                "pool %s, which %s reaches by via: %s"
                        .formatted(listener.pool(), listener.bind(), listener.way().word());
        return new Servers(members, why, commands);
    }

    /// Answers must go back through the balancer.
    private static List<String> nat(Mirrored listener, Machine machine) {
        String ip = listener.ipv6() ? "ip -6 " : "ip ";
        for (InetAddress member : listener.members()) {
            Machine.Link link = Links.to(machine, member);
            InetAddress mine = link == null ? null : Links.address(link, member);
            if (mine != null)
                return List.of(ip + "route replace default via " + mine.getHostAddress());
        }
        return List.of(ip + "route replace default via ADDRESS-OF-THE-BALANCER");
    }

    /// The virtual address is there, and nobody is told.
    private static List<String> direct(String vip, boolean ipv6) {
        if (ipv6) return List.of("ip addr add " + vip + "/128 dev lo nodad preferred_lft 0");
        List<String> commands = new ArrayList<>(quiet());
        commands.add("ip addr add " + vip + "/32 dev lo");
        return commands;
    }

    private static List<String> tunnel(String vip, boolean ipv6) {
        if (ipv6)
            return List.of(
                    "modprobe ip6_tunnel",
                    "ip link set ip6tnl0 up",
                    "ip addr add " + vip + "/128 dev ip6tnl0 nodad preferred_lft 0");
        List<String> commands = new ArrayList<>(List.of("modprobe ipip"));
        commands.addAll(quiet());
        commands.add("sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.tunl0.rp_filter=0");
        commands.add("ip link set tunl0 up");
        commands.add("ip addr add " + vip + "/32 dev tunl0");
        return commands;
    }

    private static List<String> quiet() {
        return List.of("sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2");
    }
}

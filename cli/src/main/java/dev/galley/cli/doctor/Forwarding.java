// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import dev.galley.cli.doctor.Needs.Mirrored;
import dev.galley.cli.doctor.Needs.Way;
import dev.galley.cli.doctor.Remedy.Advice;
import dev.galley.cli.doctor.Remedy.Module;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the kernel needs to take packets to members by itself.
final class Forwarding {
    private static final String MODULES = "/lib/modules/";

    private final Needs needs;
    private final Machine machine;
    private final List<Finding> findings = new ArrayList<>();

    private Forwarding(Needs needs, Machine machine) {
        this.needs = needs;
        this.machine = machine;
    }

    static List<Finding> findings(Needs needs, Machine machine) {
        Forwarding forwarding = new Forwarding(needs, machine);
        if (!needs.mirrored().isEmpty()) forwarding.all();
        return forwarding.findings;
    }

    private void all() {
        engine();
        if (any(Way.NAT, false))
            setting("net.ipv4.ip_forward", "1", true, "via: nat passes packets between links");
        if (any(Way.NAT, true))
            setting(
                    "net.ipv6.conf.all.forwarding",
                    "1",
                    true,
                    "via: nat passes packets between links");
        if (any(Way.DIRECT, false))
            setting(
                    "net.ipv4.conf.all.send_redirects",
                    "0",
                    false,
                    "clients on the same link would be told to go past the balancer");
        needs.mirrored().forEach(this::links);
    }

    private boolean any(Way way, boolean ipv6) {
        return needs.mirrored().stream().anyMatch(m -> m.way() == way && m.ipv6() == ipv6);
    }

    private void engine() {
        boolean tunnel = needs.mirrored().stream().anyMatch(m -> m.way() == Way.TUNNEL);
        if (machine.file("/proc/net/ip_vs") != null) {
            findings.add(Finding.ok("ip_vs", "the kernel has IPVS"));
            ipvs();
        } else if (installed("ip_vs"))
            findings.add(
                    Finding.advice(
                            "ip_vs",
                            "IPVS is not loaded; the first listener loads it, if it may",
                            new Module("ip_vs")));
        else if (tunnel)
            findings.add(
                    Finding.wrong(
                            "ip_vs",
                            "this kernel has no IPVS, which via: tunnel needs",
                            new Advice("install a kernel with CONFIG_IP_VS, or use via: nat")));
        else findings.add(Finding.ok("ip_vs", "this kernel has no IPVS: nftables serves instead"));
    }

    private void ipvs() {
        setting(
                "net.ipv4.vs.expire_nodest_conn",
                "1",
                false,
                "connections of a member that has failed would hang instead of being reset");
        if (!needs.virtual().isEmpty())
            setting(
                    "net.ipv4.vs.sloppy_tcp",
                    "1",
                    false,
                    "connections would not survive it when another machine takes over");
    }

    private boolean installed(String module) {
        String release = machine.sysctl("kernel.osrelease");
        String known = machine.file(MODULES + release + "/modules.dep");
        return known != null && known.contains("/" + module + ".ko");
    }

    /// The links to the members: whether they are on one of this machine, and its MTU.
    private void links(Mirrored listener) {
        for (InetAddress member : listener.members()) {
            Machine.Link link = Links.to(machine, member);
            String subject = "member " + member.getHostAddress();
            if (link == null && listener.way() == Way.DIRECT)
                findings.add(
                        Finding.wrong(
                                subject,
                                "is on no link of this machine, as via: direct needs it",
                                new Advice(
                                        "put it on a link with this machine, or use via: tunnel")));
            else if (link == null && listener.way() == Way.NAT)
                findings.add(
                        Finding.advice(
                                subject,
                                "is on no link of this machine: its answers must come back through"
                                        + " it all the same",
                                new Advice("see to the routes between, or use via: tunnel")));
            else if (listener.way() == Way.TUNNEL) mtu(subject, link, listener.ipv6());
        }
    }

    private void mtu(String subject, Machine.@Nullable Link link, boolean ipv6) {
        Machine.Link way = link == null ? Links.byDefault(machine) : link;
        int wanted = 1500 + (ipv6 ? 40 : 20);
        if (way == null || way.mtu() >= wanted) return;
        findings.add(
                Finding.advice(
                        subject,
                        "is reached through %s with an MTU of %d: a packet of 1500 bytes does not"
                                        .formatted(way.name(), way.mtu())
                                + " fit into a tunnel there",
                        new Advice(
                                "ip link set %s mtu %d (if all on that link can), or have the"
                                                .formatted(way.name(), wanted)
                                        + " servers announce an MSS of "
                                        + (way.mtu() - (ipv6 ? 100 : 60)))));
    }

    private void setting(String name, String wanted, boolean must, String why) {
        Settings.need(machine, findings, name, wanted, must, why);
    }
}

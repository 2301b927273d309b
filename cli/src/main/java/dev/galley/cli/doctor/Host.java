// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import dev.galley.cli.doctor.Remedy.Advice;
import dev.galley.cli.doctor.Remedy.Setting;
import dev.galley.config.Bind;
import dev.galley.config.Cidr;
import dev.galley.config.FloodConfig;
import dev.galley.config.Syn;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What listeners need of the machine, and what keeps floods away.
final class Host {
    private static final int BACKLOG = 4096;
    private static final long TRACKED = 262_144;

    private final Needs needs;
    private final Machine machine;
    private final List<Finding> findings = new ArrayList<>();

    private Host(Needs needs, Machine machine) {
        this.needs = needs;
        this.machine = machine;
    }

    static List<Finding> findings(Needs needs, Machine machine) {
        Host host = new Host(needs, machine);
        host.all();
        return host.findings;
    }

    private void all() {
        for (Bind bind : needs.binds()) address(bind);
        if (needs.connections() > 0) {
            Settings.atLeast(
                    machine,
                    findings,
                    "net.core.somaxconn",
                    BACKLOG,
                    "bursts of new connections overflow the queue of those to be accepted");
            uring();
        }
        if (!needs.virtual().isEmpty()) arp();
        if (!needs.floods().isEmpty()) floods();
        if (!needs.floods().isEmpty() || nat()) tracking();
        if (needs.transparent()) reversePath();
    }

    private boolean nat() {
        return needs.mirrored().stream().anyMatch(m -> m.way() == Needs.Way.NAT);
    }

    /// Galley listens on a virtual address without having it (IP_FREEBIND).
    private void address(Bind bind) {
        boolean mirrored = needs.mirrored().stream().anyMatch(m -> m.bind().equals(bind));
        InetAddress address = literal(bind);
        if (mirrored || address == null || address.isAnyLocalAddress()) return;
        if (needs.virtual().contains(address) || Links.has(machine, address)) return;
        boolean ipv6 = address.getAddress().length == 16;
        String name = "net.%s.ip_nonlocal_bind".formatted(ipv6 ? "ipv6" : "ipv4");
        if (!"1".equals(machine.sysctl(name)))
            findings.add(
                    Finding.wrong(
                            "listener " + bind,
                            "is on an address that this machine does not have",
                            new Advice("ip addr add " + address.getHostAddress() + " dev LINK")));
    }

    private static @Nullable InetAddress literal(Bind bind) {
        try {
            return Cidr.parse(bind.address().host()).network();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void uring() {
        String off = machine.sysctl("kernel.io_uring_disabled");
        if (off != null && !off.equals("0"))
            findings.add(
                    Finding.advice(
                            "kernel.io_uring_disabled",
                            "is " + off + ": Galley uses epoll instead, which costs more",
                            new Setting("kernel.io_uring_disabled", "0")));
    }

    /// Of two links on one net the one with the address is to answer for it.
    private void arp() {
        String why = "another link of this machine might answer for a virtual address";
        Settings.need(machine, findings, "net.ipv4.conf.all.arp_ignore", "1", false, why);
        Settings.need(machine, findings, "net.ipv4.conf.all.arp_announce", "2", false, why);
    }

    private void floods() {
        if (machine.library("libnftables.so.1"))
            findings.add(Finding.ok("libnftables.so.1", "is there"));
        else
            findings.add(
                    Finding.wrong(
                            "libnftables.so.1",
                            "is missing, and flood is done by nftables",
                            new Advice("apt-get install libnftables1 (on Debian and Ubuntu)")));
        if (asks(Syn.COOKIES) && "0".equals(machine.sysctl("net.ipv4.tcp_syncookies")))
            findings.add(
                    Finding.wrong(
                            "net.ipv4.tcp_syncookies",
                            "is 0: syn: cookies has none to give",
                            new Setting("net.ipv4.tcp_syncookies", "1")));
    }

    private boolean asks(Syn syn) {
        return needs.floods().stream().map(FloodConfig::syn).anyMatch(syn::equals);
    }

    private void tracking() {
        String limit = "net.netfilter.nf_conntrack_max";
        Settings.atLeast(
                machine,
                findings,
                limit,
                TRACKED,
                "more connections than that are refused, whosever they are");
        String most = machine.sysctl(limit);
        String count = machine.sysctl("net.netfilter.nf_conntrack_count");
        if (most == null || count == null) return;
        if (Long.parseLong(count) > 0.8 * Long.parseLong(most))
            findings.add(
                    Finding.wrong(
                            "connection tracking",
                            "has %s of %s connections: it is nearly full".formatted(count, most),
                            new Setting(limit, "" + 4 * Long.parseLong(most))));
    }

    private void reversePath() {
        String name = "net.ipv4.conf.all.rp_filter";
        if ("1".equals(machine.sysctl(name)))
            findings.add(
                    Finding.advice(
                            name,
                            "is 1: where members answer over another link than clients come by,"
                                    + " source: client loses the answers",
                            new Setting(name, "2")));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A machine as a test has it: everything is as it should be, but for what is said.
final class Given implements Machine {
    private final Map<String, String> files = new HashMap<>();
    private final List<Link> links = new ArrayList<>();
    private boolean library = true;

    Given() {
        with("net.ipv4.ip_forward", "1").with("net.ipv6.conf.all.forwarding", "1");
        with("net.ipv4.conf.all.send_redirects", "0").with("net.core.somaxconn", "4096");
        with("net.ipv4.tcp_syncookies", "1").with("net.ipv4.ip_nonlocal_bind", "0");
        with("net.netfilter.nf_conntrack_max", "262144");
        with("net.netfilter.nf_conntrack_count", "12");
        with("net.ipv4.ping_group_range", "1\t0").with("kernel.osrelease", "6.1.0");
        with("net.ipv4.ip_unprivileged_port_start", "1024");
        with("net.ipv4.conf.all.rp_filter", "2");
        file("/proc/self/status", "Gid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\n");
        limits(1_048_576, 0);
        link("lo", 65536, "127.0.0.1", 8);
        link("eth0", 1500, "10.0.0.1", 24);
        file(
                "/proc/net/route",
                """
                Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU
                eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0
                """);
    }

    Given with(String setting, String value) {
        return file("/proc/sys/" + setting.replace('.', '/'), value + "\n");
    }

    Given file(String path, String text) {
        files.put(path, text);
        return this;
    }

    Given without(String path) {
        files.remove(path);
        return this;
    }

    Given withoutLibraries() {
        library = false;
        return this;
    }

    /// @param capabilities in hexadecimal
    Given may(String capabilities) {
        return file("/proc/self/status", "Gid:\t33\t33\t33\t33\nCapEff:\t" + capabilities + "\n");
    }

    Given limits(long files, int realTime) {
        return file(
                "/proc/self/limits",
                "Max open files            1024                 %d              files\n"
                                .formatted(files)
                        + "Max realtime priority     %d                    0\n"
                                .formatted(realTime));
    }

    Given link(String name, int mtu, String address, int bits) {
        links.removeIf(link -> link.name().equals(name));
        Net net = new Net(InetAddress.ofLiteral(address), bits);
        links.add(new Link(name, mtu, address.startsWith("127."), List.of(net)));
        return this;
    }

    @Override
    public @Nullable String file(String path) {
        return files.get(path);
    }

    @Override
    public List<Link> links() {
        return links;
    }

    @Override
    public boolean library(String name) {
        return library;
    }
}

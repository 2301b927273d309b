// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Machines on one switch: network namespaces and a bridge with a veth pair to each. All of it is
/// gone when it is closed.
public final class Lan implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;
    private final String network;
    private final List<Host> hosts = new ArrayList<>();

    Lan() {
        this("vr", "10.0.0.");
    }

    /// @param kind two letters that its names begin with
    /// @param network the first three parts of all addresses
    private Lan(String kind, String network) {
        this.network = network;
        name =
                kind
                        + Long.toString(ProcessHandle.current().pid(), 36)
                        + "-"
                        + COUNT.getAndIncrement();
        Tool.run("ip link add " + name + " type bridge mcast_snooping 0");
        Tool.run("ip link set " + name + " up");
    }

    /// One that this process is on as well, by the address {@link #own}.
    public static Lan joined() {
        int some = ThreadLocalRandom.current().nextInt(1 << 13);
        Lan lan = new Lan("gc", "10.%d.%d.".formatted(96 + (some >> 8), some & 255));
        Tool.run("ip address add " + lan.own() + "/24 dev " + lan.name);
        return lan;
    }

    public String own() {
        return network + "254";
    }

    public Host host(int number) {
        Host host = new Host(name + "-" + number, name + "p" + number, network + number, number);
        hosts.add(host);
        Tool.run("ip netns add " + host.namespace());
        Tool.run(
                "ip link add %s type veth peer name eth0 netns %s"
                        .formatted(host.port(), host.namespace()));
        Tool.run("ip link set " + host.port() + " master " + name + " up");
        // Or its link-local address could not be used for two seconds.
        Tool.run(
                "ip netns exec %s sysctl -qw net.ipv6.conf.eth0.accept_dad=0"
                        .formatted(host.namespace()));
        host.ip("link set lo up");
        host.ip("address add " + host.address() + "/24 dev eth0");
        host.ip("address add fd00::" + number + "/64 dev eth0 nodad");
        host.ip("link set eth0 up");
        return host;
    }

    @Override
    public void close() {
        for (Host host : hosts) Tool.run("ip netns del " + host.namespace());
        Tool.run("ip link del " + name);
    }
}

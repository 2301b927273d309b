// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Clients, the balancer and four real servers, as namespaces of one kernel; the balancer is the
/// namespace that everything starts in.
///
/// All are on one network (10.1.0.0/24, fd01::/64), where the services' addresses are. For NAT,
/// servers are on a network behind the balancer as well (10.2.0.0/24, fd02::/64), and answer what
/// comes by it through the balancer.
final class Network {
    static final int HOSTS = 4;

    /// The host part of the services' addresses, by way.
    static final int NAT = 100, DIRECT = 101, TUNNEL = 102;

    private static final String BALANCER =
            """
            for module in ip_vs ip_vs_rr ip_vs_wrr ip_vs_wlc ip_vs_mh ipip ip6_tunnel bridge veth
            do modprobe $module; done
            ip link set lo up
            ip link add br1 type bridge; ip link set br1 up
            ip link add br2 type bridge; ip link set br2 up
            ip address add 10.1.0.1/24 dev br1; ip address add 10.2.0.1/24 dev br2
            ip address add fd01::1/64 dev br1 nodad; ip address add fd02::1/64 dev br2 nodad
            for host in 100 101 102 103; do
                ip address add 10.1.0.$host/32 dev br1
                ip address add fd01::$host/128 dev br1 nodad preferred_lft 0
            done
            echo 1 >/proc/sys/net/ipv4/ip_forward
            echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
            echo 1 >/proc/sys/net/ipv4/vs/expire_nodest_conn
            ip netns add c
            ip link add c1 type veth peer name eth1 netns c; ip link set c1 master br1 up
            ip -n c link set eth1 up; ip -n c link set lo up
            ip -n c address add 10.1.0.2/24 dev eth1; ip -n c address add fd01::2/64 dev eth1 nodad
            """;

    private static final String HOST =
            """
            ip netns add s@
            for net in 1 2; do
                ip link add s@$net type veth peer name eth$net netns s@
                ip link set s@$net master br$net up
                ip -n s@ link set eth$net up
                ip -n s@ address add 10.$net.0.1@/24 dev eth$net
                ip -n s@ address add fd0$net::1@/64 dev eth$net nodad
            done
            ip -n s@ link set lo up
            ip netns exec s@ sh -c '
                cd /proc/sys/net/ipv4/conf
                echo 1 >all/arp_ignore; echo 2 >all/arp_announce
                echo 0 >all/rp_filter; echo 0 >tunl0/rp_filter'
            ip -n s@ address add 10.1.0.101/32 dev lo
            ip -n s@ address add fd01::101/128 dev lo nodad
            ip -n s@ link set tunl0 up; ip -n s@ address add 10.1.0.102/32 dev tunl0
            ip -n s@ link set ip6tnl0 up; ip -n s@ address add fd01::102/128 dev ip6tnl0 nodad
            ip -n s@ rule add from 10.2.0.0/24 lookup 100
            ip -n s@ route add default via 10.2.0.1 table 100
            ip -n s@ -6 rule add from fd02::/64 lookup 100
            ip -n s@ -6 route add default via fd02::1 table 100
            """;

    private final List<Host> hosts = new ArrayList<>();

    Network() throws IOException, InterruptedException {
        Shell.run(BALANCER);
        for (int i = 1; i <= HOSTS; i++) Shell.run(HOST.replace("@", "" + i));
        for (int i = 1; i <= HOSTS; i++) {
            String udp =
                    "10.1.0.101 10.1.0.102 fd01::101 fd01::102 10.2.0.1@ fd02::1@"
                            .replace("@", "" + i);
            hosts.add(new Host("s" + i, List.of(udp.split(" "))));
        }
        for (Host host : hosts) host.awaitOpen();
    }

    /// @param i from 1
    Host host(int i) {
        return hosts.get(i - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Each way by each family and protocol: twelve services over six pools.
///
/// @param hosts how many of the servers are members
record Services(int hosts, String policy, List<String> ways) {
    static final List<String> WAYS = List.of("nat", "direct", "tunnel");

    /// One of the twelve.
    record Kind(String via, boolean ipv6, boolean udp) {
        static Stream<Kind> all() {
            return WAYS.stream()
                    .flatMap(via ->
                            IntStream.range(0, 4)
                                    .mapToObj(i -> new Kind(via, i / 2 == 1, i % 2 == 1)));
        }

        InetSocketAddress address() {
            int host = Network.NAT + WAYS.indexOf(via);
            String literal = (ipv6 ? "fd01::" : "10.1.0.") + host;
            return new InetSocketAddress(InetAddress.ofLiteral(literal), 80);
        }

        String pool() {
            return via + (ipv6 ? "6" : "4");
        }

        /// As the file and ipvsadm have it.
        static String text(InetSocketAddress address) {
            String host = address.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host.replaceFirst("(:0)+:", "::") + "]" : host)
                    + ":"
                    + address.getPort();
        }

        String member(int host) {
            boolean nat = via.equals("nat");
            String net = ipv6 ? (nat ? "[fd02::1" : "[fd01::1") : (nat ? "10.2.0.1" : "10.1.0.1");
            return net + host + (ipv6 ? "]:" : ":") + (nat ? "8080" : "80");
        }

        String listener() {
            return "  - {bind: \"%s%s\", via: %s, pool: %s}\n"
                    .formatted(text(address()), udp ? "/udp" : "", via, pool());
        }

        @Override
        public String toString() {
            return via + (udp ? " UDP" : " TCP") + (ipv6 ? " by IPv6" : " by IPv4");
        }
    }

    Services(int hosts) {
        this(hosts, "round-robin", WAYS);
    }

    Services with(String other) {
        return new Services(hosts, other, ways);
    }

    Services without(String via) {
        return new Services(hosts, policy, ways.stream().filter(w -> !w.equals(via)).toList());
    }

    String yaml() {
        return "drain: 2s\npools:\n"
                + kinds().map(this::pool).distinct().collect(Collectors.joining())
                + "listeners:\n"
                + kinds().map(Kind::listener).collect(Collectors.joining());
    }

    private Stream<Kind> kinds() {
        return Kind.all().filter(kind -> ways.contains(kind.via()));
    }

    private String pool(Kind kind) {
        return """
          %s:
            policy: %s
            members: [%s]
            health: {type: tcp, interval: 1s, timeout: 900ms, rise: 1, fall: 1}
        """
                .formatted(
                        kind.pool(),
                        policy,
                        IntStream.rangeClosed(1, hosts)
                                .mapToObj(i -> "\"" + kind.member(i) + "\"")
                                .collect(Collectors.joining(", ")));
    }
}

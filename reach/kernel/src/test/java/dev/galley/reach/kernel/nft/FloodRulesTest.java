// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.Cidr;
import dev.galley.config.FloodConfig;
import dev.galley.config.Rate;
import dev.galley.config.Syn;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloodRulesTest {
    private static final FloodConfig ALL =
            new FloodConfig(
                    Syn.PROXY,
                    10,
                    Rate.parse("20/m"),
                    true,
                    List.of(Cidr.parse("10.9.8.7/8")),
                    100);

    private static Guarded listener(String host, boolean tcp, boolean udp, FloodConfig flood) {
        var at = new InetSocketAddress(InetAddress.ofLiteral(host), 80);
        return new Guarded("it", at, tcp, udp, false, flood);
    }

    private static String rules(Guarded listener) {
        Set<Length> lengths = Set.of(new Length("4", 24));
        return FloodRules.add(7, listener, lengths, new Handshake(1400, 9))
                + FloodRules.lead(7, listener);
    }

    @Test
    void allThatIsAskedIsThere() {
        assertThat(rules(listener("0.0.0.0", true, false, ALL)).lines())
                .contains(
                        "add rule @T early fib daddr type local tcp dport 80 jump l7_early",
                        "add element @T l7_exempt4 { 10.0.0.0/8 }",
                        "add rule @T l7_denied ip saddr & 255.255.255.0 @deny4_24"
                                + " counter name l7_denied drop",
                        "add rule @T l7_late meta l4proto tcp ct state new update @l7_rate4"
                                + " { ip saddr limit rate over 20/minute burst 20 packets }"
                                + " counter name l7_rate drop",
                        "add rule @T l7_late meta l4proto tcp ct state new add @l7_connections6"
                                + " { ip6 saddr & ffff:ffff:ffff:ffff:: ct count over 10 }"
                                + " counter name l7_connections drop")
                .anyMatch(line -> line.endsWith("synproxy mss 1400 wscale 9 sack-perm"))
                .anyMatch(line -> line.endsWith("synproxy mss 1380 wscale 9 sack-perm"))
                .noneMatch(line -> line.contains("timestamp"));
    }

    @Test
    void whatIsNotAskedIsNotThere() {
        FloodConfig deny = new FloodConfig(Syn.OFF, null, null, true, List.of(), 100);
        assertThat(rules(listener("10.0.0.1", true, false, deny)))
                .contains("ip daddr 10.0.0.1 tcp dport 80")
                .doesNotContain("synproxy", "ct state", "ct count over", "limit rate", "notrack");
    }

    @Test
    void datagramsAndConnectionsOfADnsListenerAreCounted() {
        FloodConfig rate = new FloodConfig(Syn.OFF, null, Rate.parse("9/s"), false, List.of(), 100);
        assertThat(rules(listener("::1", true, true, rate)))
                .contains(
                        "add rule @T late ip6 daddr 0:0:0:0:0:0:0:1 udp dport 80 jump l7_late",
                        "tcp dport 80 tcp flags & (fin|syn|rst|ack) == syn jump l7_late");
        assertThat(rules(listener("::1", false, true, rate))).doesNotContain("tcp dport");
    }

    @Test
    void allThatIsAddedIsRemoved() {
        Guarded listener = listener("10.0.0.1", true, false, ALL);
        var made = Pattern.compile("add (chain|set|counter) @T (l7_\\w+)");
        String removed = FloodRules.remove(7, listener);
        assertThat(made.matcher(rules(listener)).results())
                .isNotEmpty()
                .allSatisfy(m ->
                        assertThat(removed).contains("delete " + m.group(1) + " @T " + m.group(2)));
    }

    @ParameterizedTest
    @CsvSource({"65535, 0", "65536, 1", "6291456, 7", "33554432, 10", "1099511627776, 14", "1, 0"})
    void theScaleOfTheWindowIsWhatTheKernelWillChoose(long window, int scale) {
        assertThat(Handshake.scale(window)).isEqualTo(scale);
    }
}

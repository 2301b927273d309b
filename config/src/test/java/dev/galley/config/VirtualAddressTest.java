// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.galley.config.bind.ConfigException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualAddressTest {
    private static Config parse(String group) {
        return Config.parse("f", "virtual-addresses: [" + group + "]", Map.of());
    }

    @Test
    void whatIsLeftOutHasTheDefaultsOfTheDocs() {
        var group =
                parse("{address: 10.0.0.100/24, interface: eth0, router-id: 51}")
                        .virtualAddresses()
                        .getFirst();
        assertThat(group)
                .isEqualTo(
                        new VirtualAddressConfig(
                                List.of(
                                        new HeldAddress(
                                                InterfaceAddress.parse("10.0.0.100/24"), null)),
                                "eth0",
                                51,
                                100,
                                Duration.ofSeconds(1),
                                true,
                                Duration.ZERO,
                                List.of(),
                                AdvertChecksum.RFC9568,
                                List.of()));
        assertThat(group.name()).isEqualTo("10.0.0.100");
        assertThat(group.six()).isFalse();
    }

    @Test
    void everyFormOfValueArrivesInTheRecords() {
        var group =
                parse(
                                """
                                {address: ["fe80::64/64", {address: 192.168.7.1/24, interface: eth1}],
                                 interface: bond0.7, router-id: 1, priority: 255, advert: 40s,
                                 peers: ["fe80::2"], checksum: rfc5798, preempt-delay: 1m,
                                 track: [{type: command, argv: [test, -e, /run/ok], interval: 1s}]}
                                """)
                        .virtualAddresses()
                        .getFirst();
        assertThat(group.six()).isTrue();
        assertThat(group.name()).isEqualTo("fe80::64");
        assertThat(group.address().getLast().interface_()).isEqualTo("eth1");
        assertThat(group.peers()).containsExactly(new IpAddress(InetAddress.ofLiteral("fe80::2")));
        assertThat(group.track().getFirst().lower()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    address: 10.0.0.100, router-id: 51 | 1:31: virtual-addresses[0].address: "10.0.0.100" is not an address with the length of its prefix; write for example 10.0.0.100/24 or fd00::100/64
                    address: 10.0.0.100/33, router-id: 51 | 1:31: virtual-addresses[0].address: "10.0.0.100/33" is not an address with the length of its prefix: prefix length /33 does not fit 10.0.0.100
                    address: 224.0.0.18/24, router-id: 51 | 1:31: virtual-addresses[0].address: "224.0.0.18/24" is not an address with the length of its prefix: 224.0.0.18 is no address that can move
                    address: 10.0.0.100/24, router-id: 256 | 1:57: virtual-addresses[0].router-id: must be 1 to 255, not 256
                    address: 10.0.0.100/24, router-id: 5, advert: 15ms | 1:68: virtual-addresses[0].advert: must be a multiple of 10ms
                    address: 10.0.0.100/24, router-id: 5, advert: 41s | 1:68: virtual-addresses[0].advert: must be 10ms to 40s, not 41s
                    address: 10.0.0.100/24, router-id: 5, preempt: false, preempt-delay: 1s | 1:91: virtual-addresses[0].preempt-delay: is of no use without preempt
                    address: 10.0.0.100/24, router-id: 5, peers: "fd00::1" | 1:67: virtual-addresses[0].peers: must be of the first address's family: fd00::1 is not
                    address: [10.0.0.100/24, 10.0.0.100/16], router-id: 5 | 1:47: virtual-addresses[0].address[1]: 10.0.0.100/16 is virtual-addresses[0].address[0] already: one group holds it
                    """)
    void aMistakeIsToldWithItsPlaceAndWhatWouldBeRight(String keys, String problem) {
        var e =
                catchThrowableOfType(
                        ConfigException.class, () -> parse("{" + keys + ", interface: eth0}"));
        assertThat(e.problems()).extracting(Object::toString).containsExactly("f:" + problem);
    }

    @Test
    void twoGroupsOfOneNumberAndFamilyOnOneInterfaceAreRefused() {
        var e =
                catchThrowableOfType(
                        ConfigException.class,
                        () ->
                                parse(
                                        """
                                        {address: 10.0.0.1/24, interface: eth0, router-id: 5},
                                        {address: 10.0.0.2/24, interface: eth0, router-id: 5},
                                        {address: "fd00::1/64", interface: eth0, router-id: 5}
                                        """));
        assertThat(e.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "f:2:1: virtual-addresses[1]: router-id 5 on eth0 is listed twice");
    }

    @Test
    void aTrackedListenerMustBeOneOfTheFileAndOnAnAddressThatStays() {
        String yaml =
                """
                listeners: [{bind: "10.0.0.1:80", routes: [respond: a]}]
                virtual-addresses:
                  - address: 10.0.0.1/24
                    interface: eth0
                    router-id: 5
                    track: [{type: listener, bind: ":81"}, {type: listener, bind: "10.0.0.1:80"}]
                """;
        var e =
                catchThrowableOfType(
                        ConfigException.class, () -> Config.parse("f", yaml, Map.of()));
        assertThat(e.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "f:6:36: virtual-addresses[0].track[0].bind: :81 is no listener of this"
                                + " file",
                        "f:6:67: virtual-addresses[0].track[1].bind: 10.0.0.1:80 is on a virtual"
                                + " address, where another machine may answer; let the listener be"
                                + " on \":80\"");
    }

    @Test
    void aTrackedListenerIsOneThatAllNodesOpen() {
        String yaml =
                """
                app: {classpath: x, nodes: {n1: "127.0.0.1:7801", n2: "127.0.0.1:7802"}}
                virtual-addresses:
                  - address: 10.0.0.1/24
                    interface: eth0
                    router-id: 5
                    track: [{type: listener, bind: ":80"}]
                listeners:
                  - {bind: ":80", routes: [respond: a]}
                  - {bind: ":81", on: n1, routes: [respond: a]}
                """;
        for (String node : List.of("n1", "n2"))
            assertThat(Config.parse("f", yaml, Map.of()).at(node).virtualAddresses()).hasSize(1);
        String some =
                yaml.replace("type: listener, bind: \":80\"", "type: listener, bind: \":81\"");
        var e =
                catchThrowableOfType(
                        ConfigException.class, () -> Config.parse("f", some, Map.of()));
        assertThat(e.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "f:6:36: virtual-addresses[0].track[0].bind: :81 is a listener with on, and"
                                + " all nodes hold virtual addresses; let it be one without");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "fd00:0:0:0:0:0:0:1, fd00::1",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "fd00:0:0:1:0:0:0:1, fd00:0:0:1::1",
        "fd00:0:0:1:2:0:0:1, fd00::1:2:0:0:1",
        "1:2:3:4:5:6:0:8, 1:2:3:4:5:6:0:8",
        "FD00:0:0:0:0:0:AB:0, fd00::ab:0"
    })
    void anAddressIsWrittenAsRfc5952Says(String long_, String text) {
        assertThat(IpAddress.parse(long_)).hasToString(text);
    }
}

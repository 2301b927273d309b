// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.galley.config.bind.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a way cannot do, and what cannot be done with its pool.
class WayProblemsTest {
    private static final String POOL = "pools: {web: {members: 10.0.0.1:80}}\n";

    @ParameterizedTest
    @MethodSource({"redirects", "pools", "relays", "dns", "floods", "kernel"})
    void aMistakeIsToldWithItsPlaceAndWhatWouldBeRight(String yaml, List<String> problems) {
        var e =
                catchThrowableOfType(
                        ConfigException.class, () -> Config.parse("f", yaml, Map.of()));
        assertThat(e.problems())
                .extracting(problem -> problem.toString().substring("f:".length()))
                .isEqualTo(problems);
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                bad(
                        POOL
                                + """
                                listeners:
                                  - {bind: ":80", routes: [{pool: web}], flood: {deny: false}}
                                  - {bind: ":81", routes: [{pool: web}], flood: {rate-per-source: 0/s}}
                                  - {bind: ":82", routes: [{pool: web}], flood: {rate-per-source: 5}}
                                  - {bind: ":83", routes: [{pool: web}], flood: {syn: cookies, connections-per-source: 3}}
                                  - {bind: ":84", routes: [{pool: web}], flood: {sym: proxy}}
                                  - {bind: ":85", routes: [{pool: web}], flood: {deny: true, sources: 1}}
                                """,
                        "3:49: listeners[0].flood: asks for nothing: set syn,"
                                + " connections-per-source, rate-per-source or deny",
                        "4:67: listeners[1].flood.rate-per-source: \"0/s\" is not a rate: 0 is not"
                                + " in 1..1000000",
                        "5:67: listeners[2].flood.rate-per-source: \"5\" is not a rate; write for"
                                + " example 50/s, 600/m or 1000/h",
                        "6:88: listeners[3].flood.connections-per-source: must be absent with syn:"
                                + " cookies, which is past connection tracking, that counts them;"
                                + " use syn: proxy",
                        "7:49: listeners[4].flood: asks for nothing: set syn,"
                                + " connections-per-source, rate-per-source or deny",
                        "7:50: listeners[4].flood: unknown key \"sym\"; did you mean \"syn\"?",
                        "8:71: listeners[5].flood.sources: must be 16 to 1048576, not 1"),
                bad(
                        POOL
                                + """
                                listeners:
                                  - {bind: ":80/udp", via: relay, pool: web, flood: proxy}
                                  - {bind: ":81/udp", via: relay, pool: web, flood: {connections-per-source: 3}}
                                  - {bind: "10.0.0.9:82", via: nat, pool: web, flood: cookies}
                                  - {bind: "10.0.0.9:80", via: direct, pool: web, flood: proxy}
                                """,
                        "3:53: listeners[0].flood: must be off: this is UDP",
                        "4:78: listeners[1].flood.connections-per-source: must be absent: this is"
                                + " UDP",
                        "5:55: listeners[2].flood: must be proxy or off: the kernel's TCP, which"
                                + " gives cookies, has no part in via: nat",
                        "6:51: listeners[3]: unknown key \"flood\"; there are: via, bind, on,"
                                + " pool, on-stop"));
    }

    static Stream<Arguments> redirects() {
        return Stream.of(
                bad(
                        """
                        pools:
                          a: {members: "10.0.0.1:80", policy: least-load}
                          b: {members: "10.0.0.1:80", policy: fastest-response}
                        listeners:
                          - {bind: ":80", via: redirect, routes: [{pool: a}]}
                          - {bind: ":81", via: redirect, routes: [pool: b]}
                        """,
                        "5:50: listeners[0].routes[0].pool: pool a cannot be reached by a redirect"
                                + " with least-load: the answers, which carry the load, go past it;"
                                + " use least-connections or random",
                        "6:49: listeners[1].routes[0].pool: pool b cannot be reached by a"
                                + " redirect with fastest-response: the answers go past it; use"
                                + " least-connections or random"),
                bad(
                        """
                        pools:
                          a: {members: "10.0.0.1:80", persistence: app-cookie}
                          b: {members: "10.0.0.1:80", persistence: {type: form, name: sid}}
                          c: {members: "10.0.0.1:80", persistence: cookie}
                          d: {members: "10.0.0.1:80", persistence: {type: table, ids: ["cookie:a", source]}}
                        listeners:
                          - {bind: ":80", via: redirect, routes: [{pool: a}]}
                          - {bind: ":81", via: redirect, routes: [pool: b]}
                          - {bind: ":82", via: redirect, routes: [{pool: c}, {pool: d}]}
                        """,
                        "7:50: listeners[0].routes[0].pool: pool a cannot be reached by a redirect"
                                + " with a persistence that is found in forms or in the"
                                + " application's cookies, which go to the member alone; use"
                                + " cookie, source, url or header",
                        "8:49: listeners[1].routes[0].pool: pool b cannot be reached by a redirect"
                                + " with a persistence that is found in forms or in the"
                                + " application's cookies, which go to the member alone; use"
                                + " cookie, source, url or header"));
    }

    static Stream<Arguments> pools() {
        return Stream.of(
                bad(
                        """
                        pools:
                          a: {members: "10.0.0.1:80", policy: least-load}
                          b: {members: "10.0.0.1:80", policy: {type: hash, key: url}}
                          c: {members: "10.0.0.1:80", persistence: cookie}
                          d: {members: "10.0.0.1:80", proxy-protocol: v1}
                          e: {members: "10.0.0.1:80", tls: {}}
                        listeners:
                          - {bind: ":80", via: relay, pool: a}
                          - {bind: ":81", via: relay, routes: [pool: b]}
                          - {bind: ":82", via: relay, pool: c}
                          - {bind: ":83/udp", via: relay, pool: d}
                          - {bind: ":84/udp", via: relay, pool: e}
                        """,
                        "8:37: listeners[0].pool: pool a cannot be reached by a relay with"
                                + " least-load: the load comes in HTTP headers, which a relay does"
                                + " not read; use least-connections or random",
                        "9:46: listeners[1].routes[0].pool: pool b cannot be reached by a relay"
                                + " with a hash of something in a request, which a relay does not"
                                + " read; use the key source or source-port",
                        "10:37: listeners[2].pool: pool c cannot be reached by a relay with a"
                                + " persistence that is found in requests, which a relay does not"
                                + " read; use source or destination",
                        "11:41: listeners[3].pool: pool d cannot be reached by a relay of UDP with"
                                + " proxy-protocol: that is spoken over TCP only",
                        "12:41: listeners[4].pool: pool e cannot be reached by a relay of UDP with"
                                + " tls: that is spoken over TCP only"));
    }

    static Stream<Arguments> relays() {
        return Stream.of(
                relay("\":80\"", "", "2:13: listeners[0]: needs exactly one of pool and routes"),
                relay(
                        "\":80\", pool: web",
                        "routes: [pool: web]",
                        "2:13: listeners[0]: needs exactly one of pool and routes"),
                relay(
                        "\":80\", pool: web",
                        "responses: 1",
                        "2:61: listeners[0].responses: must be absent: this is TCP"),
                relay(
                        "\":80/udp\"",
                        "routes: [pool: web]",
                        "2:51: listeners[0].routes: must be absent: UDP is relayed to one pool"),
                relay(
                        "\":80/udp\", pool: web",
                        "source: client",
                        "2:62: listeners[0].source: must be own: the client's address is kept for"
                                + " TCP only"),
                relay(
                        "\":80/udp\", pool: web",
                        "ports: 100-200",
                        "2:61: listeners[0].ports: must be absent: they are for TCP"),
                relay(
                        "\":80/udp\", pool: web",
                        "proxy-protocol: [10.0.0.0/8]",
                        "2:70: listeners[0].proxy-protocol: must be absent: it is read from TCP"
                                + " only"),
                relay(
                        "\":80/udp\", pool: web",
                        "tls: {certificates: [{cert: a.pem, key: a.key}]}",
                        "2:59: listeners[0].tls: must be absent: it is spoken over TCP only"),
                relay(
                        "\":80\", pool: web",
                        "ports: 200-100",
                        "2:57: listeners[0].ports: \"200-100\" is not a range of ports: 200-100 is"
                                + " not a range within 1..65535, the lower port first"),
                relay(
                        "\":80\", pool: web",
                        "ports: 1-2000",
                        "2:57: listeners[0].ports: \"1-2000\" is not a range of ports: 1-2000 is"
                                + " more than 1024 ports"));
    }

    static Stream<Arguments> dns() {
        String names = "via: dns, names: {www.example.com: {pool: web}}";
        String tls = "tls: {certificates: [{cert: a.pem, key: a.key}]}";
        return Stream.of(
                bad(
                        POOL + "listeners: [{bind: \":53\", " + names + "}]",
                        "2:20: listeners[0].bind: needs /udp at its end, as \":53/udp\""),
                bad(
                        POOL + "listeners: [{bind: \":853/udp\", " + names + ", " + tls + "}]",
                        "2:20: listeners[0].bind: must be without /udp: TLS is over TCP"));
    }

    static Stream<Arguments> kernel() {
        String port =
                "directly routed or tunnelled packets arrive as clients sent them; use port 8080"
                        + " there, or via: nat";
        return Stream.of(
                kernel(
                        "\":80\", via: nat, pool: web",
                        "2:20: listeners[0].bind: must have an address and a port above 0, such as"
                                + " 10.0.0.100:80: the kernel forwards what comes to that one"),
                kernel(
                        "\"0.0.0.0:80\", via: nat, pool: web",
                        "2:20: listeners[0].bind: must have one address, not all: the kernel"
                                + " forwards what comes to that one"),
                kernel(
                        "\"[fd00::1]:80\", via: nat, pool: web",
                        "2:52: listeners[0].pool: pool web cannot be reached by the kernel with the"
                                + " member 10.0.0.1:80 behind [fd00::1]:80: one is IPv4, the other"
                                + " IPv6; use via: relay"),
                kernel(
                        "\"10.0.0.9:8080\", via: direct, pool: web",
                        "2:56: listeners[0].pool: pool web cannot be reached by the kernel with the"
                                + " member 10.0.0.1:80 behind port 8080: "
                                + port),
                bad(
                        """
                        pools: {web: {members: [{dns: web.internal}]}}
                        listeners: [{bind: "10.0.0.9:8080/udp", via: tunnel, pool: web}]
                        """,
                        "2:60: listeners[0].pool: pool web cannot be reached by the kernel with"
                                + " ports from SRV records: "
                                + port),
                bad(
                        """
                        pools: {web: {members: "10.0.0.1:80", persistence: {type: source, ttl: 32d}}}
                        listeners: [{bind: "10.0.0.9:80", via: nat, pool: web}]
                        """,
                        "2:51: listeners[0].pool: pool web cannot be reached by the kernel with a"
                                + " persistence of more than 31d: it counts no further; use a"
                                + " shorter ttl"),
                bad(
                        """
                        pools: {web: {members: "10.0.0.1:80", persistence: {type: source, shared: on}}}
                        listeners: [{bind: "10.0.0.9:80", via: nat, pool: web}]
                        sessions: {store: redis, url: "redis://10.0.0.9"}
                        """,
                        "2:51: listeners[0].pool: pool web cannot be reached by the kernel with a"
                                + " persistence that is shared: it has a table of its own, which"
                                + " nobody else is told of; leave shared out"));
    }

    private static Arguments kernel(String listener, String problem) {
        return bad(POOL + "listeners: [{bind: " + listener + "}]", problem);
    }

    private static Arguments relay(String bind, String more, String problem) {
        String and = more.isEmpty() ? "" : ", " + more;
        return bad(POOL + "listeners: [{bind: " + bind + ", via: relay" + and + "}]", problem);
    }

    private static Arguments bad(String yaml, String... problems) {
        return Arguments.of(yaml, List.of(problems));
    }
}

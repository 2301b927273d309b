// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.ways;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.proxy.NeedsNginx;
import dev.galley.it.proxy.Nginx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One pool of four nginx, reached in four ways by one file.
@NeedsNginx
class FourWaysTest {
    private static final String LISTENERS =
            """
            listeners:
              - {bind: "127.0.0.1:0", via: proxy, routes: [pool: web]}
              - {bind: "127.0.0.1:0", via: relay, pool: web}
              - {bind: "127.0.0.1:0", via: redirect, routes: [pool: web]}
              - bind: "127.0.0.1:0/udp"
                via: dns
                names: {www.example.com: web}
                rate-limit: {answers: 0}
            """;

    @TempDir private Path folder;
    private final Map<String, Nginx> members = new LinkedHashMap<>();
    private final Map<String, Way> ways = new LinkedHashMap<>();
    private int port;
    private Galley galley;

    @BeforeEach
    void start() throws IOException {
        try (Members free = new Members()) {
            port = free.port();
        }
        for (int i = 1; i <= 4; i++) start("127.0.0." + i);
        galley = new Galley(folder, pool("round-robin"), LISTENERS);
        List<InetSocketAddress> at = galley.listeners();
        ways.put("proxy", Ways.proxy(at.get(0), "/"));
        ways.put("relay", Ways.connections(at.get(1), "/"));
        ways.put("redirect", Ways.redirect(at.get(2), "/"));
        ways.put("dns", Ways.dns(at.get(3), "www.example.com"));
    }

    private void start(String member) throws IOException {
        String page = "keepalive_requests 100000; location / { return 200 " + member + "; }";
        members.put(member, new Nginx(at(member), page));
    }

    private InetSocketAddress at(String member) throws IOException {
        return new InetSocketAddress(InetAddress.ofLiteral(member), port);
    }

    @AfterEach
    void stop() throws IOException {
        for (Way way : ways.values()) way.close();
        galley.close();
        members.values().forEach(Nginx::close);
    }

    private String pool(String policy) {
        String four =
                IntStream.rangeClosed(1, 4)
                        .mapToObj(i ->
                                "{address: \"127.0.0.%d:%d\", weight: %d}"
                                        .formatted(i, port, 5 - i))
                        .collect(Collectors.joining(", "));
        return """
        pools:
          web:
            policy: %s
            health: {type: http, interval: 200ms, timeout: 1s, rise: 2, fall: 2}
            members: [%s]
        """
                .formatted(policy, four);
    }

    /// How often each way leads to each member.
    private Map<String, Map<String, Integer>> shares(int times) throws IOException {
        Map<String, Map<String, Integer>> shares = new LinkedHashMap<>();
        for (var way : ways.entrySet()) {
            Map<String, Integer> counts = new TreeMap<>();
            for (String member : way.getValue().ask(0, times))
                counts.merge(member, 1, Integer::sum);
            shares.put(way.getKey(), counts);
        }
        return shares;
    }

    private static Map<String, Integer> each(int... shares) {
        Map<String, Integer> map = new TreeMap<>();
        for (int i = 0; i < shares.length; i++) map.put("127.0.0." + (i + 1), shares[i]);
        return map;
    }

    @Test
    void everyWayReachesAllFourByThePolicyThatTheFileNames() throws IOException {
        assertThat(shares(100).values()).hasSize(4).containsOnly(each(25, 25, 25, 25));
        galley.reload(pool("ratio"), LISTENERS);
        assertThat(shares(100).values()).hasSize(4).containsOnly(each(40, 30, 20, 10));
        for (String member : members.keySet()) assertThat(Http.page(at(member))).isEqualTo(member);
    }

    @Test
    void aMemberThatIsKilledIsNotGivenByAnyWayUntilItIsBack() throws IOException {
        assertThat(shares(100).values()).containsOnly(each(25, 25, 25, 25));
        kill("127.0.0.3");
        List<String> served = servedUntil("127.0.0.3", "is down");
        assertThat(served).doesNotContain("127.0.0.3").contains("127.0.0.1");
        assertThat(shares(100).values())
                .allSatisfy(shares ->
                        assertThat(shares).containsOnlyKeys("127.0.0.1", "127.0.0.2", "127.0.0.4"));
        start("127.0.0.3");
        servedUntil("127.0.0.3", "is up");
        assertThat(shares(100).values()).containsOnly(each(25, 25, 25, 25));
    }

    private void kill(String member) {
        requireNonNull(members.get(member)).close();
    }

    /// Who answers by the proxy and by the relay until this is the last word about a member: none
    /// of the requests may fail.
    private List<String> servedUntil(String member, String word) {
        List<String> served = new ArrayList<>();
        Galley.soon(() -> {
            for (String way : List.of("proxy", "relay"))
                served.addAll(requireNonNull(ways.get(way)).ask(0, 4));
            List<String> told =
                    galley.told().lines().filter(l -> l.contains(" " + member + ":")).toList();
            return told.getLast().contains(word);
        });
        return served;
    }
}

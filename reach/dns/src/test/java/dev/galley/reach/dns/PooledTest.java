// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Which members an answer names.
class PooledTest {
    private static final String NAME = "www.example.com";
    private static final String THREE = "\"10.0.0.1:80\", \"10.0.0.2:81\", \"10.0.0.3:82\"";

    @Test
    void theWeightsOfRatioAreTheSharesOfTheAnswers() {
        Asked asked =
                web(
                        """
                        policy: ratio, members: [{address: "10.0.0.1:80", weight: 5},
                            {address: "10.0.0.2:80", weight: 3}, "10.0.0.3:80"]\
                        """,
                        "");
        Map<String, Long> shares = shares(asked, 10_000, Type.A);
        assertThat(shares.get("10.0.0.1")).isCloseTo(5_556L, withinPercentage(5));
        assertThat(shares.get("10.0.0.2")).isCloseTo(3_333L, withinPercentage(5));
        assertThat(shares.get("10.0.0.3")).isCloseTo(1_111L, withinPercentage(5));
    }

    @Test
    void pairsOfQueriesForBothFamiliesSpreadOverTheMembersOfEach() {
        Asked asked =
                web("members: [\"10.0.0.1:80\", \"10.0.0.2:80\", \"[::1]:80\", \"[::2]:80\"]", "");
        Map<String, Long> four =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> {
                            asked.ask(NAME, Type.AAAA);
                            return asked.data(NAME, Type.A).getFirst();
                        })
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(four.get("10.0.0.1")).isCloseTo(5_000L, withinPercentage(5));
        assertThat(four.get("10.0.0.2")).isCloseTo(5_000L, withinPercentage(5));
    }

    @Test
    void severalAnswersAreDifferentMembersTheFirstInTurnAndAllTakePart() {
        Asked asked =
                web(
                        "policy: ratio, members: [{address: \"10.0.0.1:80\", weight: 8}, "
                                + "\"10.0.0.2:80\", \"10.0.0.3:80\", \"10.0.0.4:80\"]",
                        "answers: 3");
        Set<String> named = new HashSet<>();
        long first = 0, second = 0;
        for (int i = 0; i < 1_100; i++) {
            List<String> data = asked.data(NAME, Type.A);
            assertThat(data).hasSize(3).doesNotHaveDuplicates();
            named.addAll(data);
            if (data.getFirst().equals("10.0.0.1")) first++;
            if (data.contains("10.0.0.1")) second++;
        }
        assertThat(named).hasSize(4);
        assertThat(first).isEqualTo(800);
        assertThat(second).isGreaterThan(1_050);
    }

    @Test
    void aMemberThatIsDrainedIsNamedNoMoreAndComesBack() {
        Asked asked = web("members: [" + THREE + "]", "");
        Pool pool = asked.pools.get("web");
        pool.drain(pool.member("10.0.0.2:81"));
        assertThat(shares(asked, 100, Type.A)).containsOnlyKeys("10.0.0.1", "10.0.0.3");
        pool.enable(pool.member("10.0.0.2:81"));
        assertThat(shares(asked, 100, Type.A)).hasSize(3);
    }

    @Test
    void whenAllAreDownAllAreAnsweredUnlessServfailIsWanted() {
        // Nobody listens on port 1 of these.
        String pool =
                """
                members: ["127.0.0.1:1", "127.0.0.2:1", "127.0.0.3:1"],
                health: {type: tcp, interval: 10ms, fall: 1}\
                """;
        Asked all = web(pool, "all-down: answer"), none = web(pool, "all-down: servfail");
        goDown(all.pools.get("web"));
        goDown(none.pools.get("web"));
        assertThat(all.data(NAME, Type.A))
                .containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2", "127.0.0.3");
        assertThat(none.ask(NAME, Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    private static void goDown(Pool pool) {
        try (Watch watch = new Watch(pool, new SplittableRandom(1), List.of())) {
            watch.start();
            await().until(pool::down);
        }
    }

    @Test
    void aPoolWhoseMembersAreAllTakenOutByHandFails() {
        Asked asked = web("members: [" + THREE + "]", "");
        Pool pool = asked.pools.get("web");
        pool.snapshot().members().forEach(state -> pool.drain(state.member()));
        assertThat(asked.ask(NAME, Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void srvRecordsCarryPriorityWeightPortAndAHostThatResolves() {
        Asked asked =
                web(
                        """
                        members: [{address: "10.0.0.1:8080", weight: 7},
                            {address: "[2001:db8::2]:8081", priority: 2}], min-up: 2\
                        """,
                        "");
        assertThat(asked.data(NAME, Type.SRV))
                .containsExactlyInAnyOrder(
                        "1 7 8080 0a000001." + NAME + ".",
                        "2 1 8081 20010db8000000000000000000000002." + NAME + ".");
        assertThat(asked.ask(NAME, Type.SRV).getSection(Section.ADDITIONAL)).hasSize(2);
        assertThat(asked.data("0a000001." + NAME, Type.A)).containsExactly("10.0.0.1");
        assertThat(asked.data("20010db8000000000000000000000002." + NAME, Type.AAAA)).hasSize(1);
        assertThat(asked.ask("0a000001." + NAME, Type.AAAA).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(asked.ask("0a000009." + NAME, Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void aServiceNameHasSrvRecordsAndNoAddresses() {
        Asked asked =
                Asked.of(
                        "web: {members: [" + THREE + "]}",
                        "names: {_http._tcp.example.com: web}, zones: {example.com: {}}");
        assertThat(asked.data("_http._tcp.example.com", Type.SRV))
                .hasSize(3)
                .contains("1 1 81 0a000002.example.com.");
        assertThat(asked.answers("_http._tcp.example.com", Type.A)).isEmpty();
        assertThat(asked.data("0a000002.example.com", Type.A)).containsExactly("10.0.0.2");
    }

    @Test
    void httpsRecordsAreThereWhereProtocolsAreConfigured() {
        assertThat(web("members: [" + THREE + "]", "").answers(NAME, Type.HTTPS)).isEmpty();
        Asked asked = web("members: [\"10.0.0.1:8443\"]", "alpn: [h2, http/1.1]");
        assertThat(asked.data(NAME, Type.HTTPS))
                .containsExactly(
                        "1 0a000001.www.example.com. alpn=h2,http/1.1 port=8443"
                                + " ipv4hint=10.0.0.1");
    }

    @Test
    void theSameSubnetGetsTheSameMemberWhoeverAsksForIt() {
        Asked asked = web("policy: hash, members: [" + THREE + "]", "");
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            String subnet = "198.51." + i + ".0";
            asked.client = InetAddress.ofLiteral("192.0.2.1");
            String one =
                    ask(asked, subnet, 24).getSection(Section.ANSWER).getFirst().rdataToString();
            asked.client = InetAddress.ofLiteral("192.0.2.77");
            Message other = ask(asked, subnet, 24);
            assertThat(other.getSection(Section.ANSWER).getFirst().rdataToString()).isEqualTo(one);
            all.add(one);
        }
        assertThat(all).hasSize(3);
    }

    @Test
    void theScopeOfAnAnswerIsTheSubnetThatItDependsOn() {
        Asked hash = web("policy: hash, members: [" + THREE + "]", "");
        assertThat(scope(ask(hash, "198.51.100.0", 24))).isEqualTo(24);
        Asked turns = web("members: [" + THREE + "]", "");
        assertThat(scope(ask(turns, "198.51.100.0", 24))).isZero();
    }

    @Test
    void withoutASubnetTheResolversAddressIsHashed() {
        Asked asked = web("policy: hash, members: [" + THREE + "]", "");
        assertThat(shares(asked, 100, Type.A)).hasSize(1);
    }

    @Test
    void aNetworkGetsNoMoreThanTheRateOfLikeAnswers() {
        Asked asked =
                Asked.of(
                        "web: {members: [" + THREE + "]}",
                        "names: {www.example.com: web}, rate-limit: {answers: 10, slip: 2}");
        Map<End, Long> ends = ends(asked, 100);
        assertThat(ends.get(End.NOERROR)).isBetween(10L, 12L);
        assertThat(ends.get(End.SLIPPED)).isCloseTo(ends.get(End.LIMITED), within(1L));
        asked.client = InetAddress.ofLiteral("192.0.2.200");
        assertThat(asked.ask(NAME, Type.A) == null || asked.end == End.SLIPPED).isTrue();
        asked.client = InetAddress.ofLiteral("192.0.3.1");
        assertThat(asked.ask(NAME, Type.A).getSection(Section.ANSWER)).hasSize(1);
        asked.client = Asked.CLIENT;
        asked.nanos += 3_000_000_000L;
        assertThat(asked.ask(NAME, Type.A).getSection(Section.ANSWER)).hasSize(1);
        asked.udp = false;
        assertThat(ends(asked, 100)).containsOnlyKeys(End.NOERROR);
    }

    @Test
    void namesThatAreNotThereAreAlikeForTheRateLimit() {
        Asked asked =
                Asked.of(
                        "",
                        "zones: {example.com: {}}, rate-limit: {answers: 10, slip: 0,"
                                + " exempt: [198.51.100.1]}");
        int denied = 0;
        for (int i = 0; i < 100; i++)
            if (asked.ask("no" + i + ".example.com", Type.A) != null) denied++;
        assertThat(denied).isBetween(10, 12);
        asked.client = InetAddress.ofLiteral("198.51.100.1");
        for (int i = 0; i < 100; i++)
            assertThat(asked.ask("no" + i + ".example.com", Type.A)).isNotNull();
    }

    private static Asked web(String pool, String name) {
        String more = name.isEmpty() ? "" : ", " + name;
        return Asked.of(
                "web: {" + pool + "}",
                "names: {www.example.com: {pool: web" + more + "}}, rate-limit: {answers: 0}");
    }

    private static Message ask(Asked asked, String subnet, int bits) {
        Message query = Asked.query(NAME, Type.A);
        EDNSOption option = new ClientSubnetOption(bits, InetAddress.ofLiteral(subnet));
        query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
        return asked.ask(query);
    }

    private static int scope(Message answer) {
        return answer.getOPT().getOptions().stream()
                .mapToInt(o -> ((ClientSubnetOption) o).getScopePrefixLength())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> shares(Asked asked, int queries, int type) {
        return IntStream.range(0, queries)
                .mapToObj(_ -> asked.data(NAME, type).getFirst())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Map<End, Long> ends(Asked asked, int queries) {
        return IntStream.range(0, queries)
                .mapToObj(_ -> {
                    asked.ask(NAME, Type.A);
                    return asked.end;
                })
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}

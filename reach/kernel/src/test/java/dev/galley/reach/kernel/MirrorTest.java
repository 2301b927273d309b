// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.config.Bind;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Outcome;
import dev.galley.pool.Watch;
import dev.galley.reach.kernel.Table.Entry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorTest {
    private static final ServiceKey WEB = key("10.0.0.100:80");
    private static final String LISTENER =
            "listeners: [{bind: \"10.0.0.100:80\", via: nat, pool: web}]\n";

    private final FakeKernel kernel = new FakeKernel();
    private final Mirror mirror = new Mirror(kernel, Given.MIRROR);
    private final Given given = new Given();

    @AfterEach
    void end() {
        mirror.close();
    }

    private static ServiceKey key(String bind) {
        return ServiceKey.of(Bind.parse(bind));
    }

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    private static String pool(String more) {
        return "pools: {web: {members: [\"10.0.0.1:80\", \"10.0.0.2:80\"]" + more + "}}\n";
    }

    private void serve(String yaml) {
        mirror.serve(given.read(yaml));
    }

    /// Weights by address.
    private Map<String, Integer> weights(ServiceKey key) {
        Entry entry = kernel.table().ours().get(key);
        return entry.destinations().values().stream()
                .collect(
                        Collectors.toMap(
                                d -> ServiceKey.text(d.destination().address()),
                                d -> d.destination().weight()));
    }

    private Member member(int host) {
        return given.pool("web").member("10.0.0." + host + ":80");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "round-robin | ROUND_ROBIN",
                "ratio | WEIGHTED_ROUND_ROBIN",
                "least-connections | WEIGHTED_LEAST_CONNECTIONS",
                "hash | SOURCE_HASH",
                "{type: hash, key: source-port} | SOURCE_PORT_HASH"
            })
    void aPolicyIsASchedulerOfTheKernels(String policy, Scheduler scheduler) {
        serve(pool(", policy: " + policy) + LISTENER);
        assertThat(kernel.table().ours().get(WEB).service()).isEqualTo(new Service(WEB, scheduler));
    }

    @Test
    void persistenceBySourceIsTheKernelsToo() {
        serve(pool(", persistence: {type: source, ttl: 90s, ipv4-prefix: 24}") + LISTENER);
        assertThat(kernel.table().ours().get(WEB).service())
                .isEqualTo(new Service(WEB, Scheduler.ROUND_ROBIN, Duration.ofSeconds(90), 24));
    }

    @Test
    void aMemberHasItsLimitAndItsWayOfForwarding() {
        serve(
                """
                pools: {a: {members: [{address: "10.0.0.1:80", max-connections: 7}]}}
                listeners:
                  - {bind: "10.0.0.100:80", via: direct, pool: a}
                  - {bind: "10.0.0.100:80/udp", via: tunnel, pool: a}
                """);
        InetSocketAddress member = at("10.0.0.1", 80);
        assertThat(kernel.table().ours().get(WEB).destinations().get(member).destination())
                .isEqualTo(new Destination(member, Forwarding.DIRECT, 1, 7));
        ServiceKey udp = key("10.0.0.100:80/udp");
        assertThat(kernel.table().ours().get(udp).destinations().get(member).destination())
                .isEqualTo(new Destination(member, Forwarding.TUNNEL, 1, 7));
    }

    @Test
    void aMemberThatDrainsStaysWithWeightZero() {
        serve(pool("") + LISTENER);
        given.pool("web").drain(member(1));
        mirror.serve(given.all());
        assertThat(weights(WEB)).isEqualTo(Map.of("10.0.0.1:80", 0, "10.0.0.2:80", 1));
    }

    @Test
    void aBackupHasWeightZeroUntilItIsNeeded() {
        serve(
                """
                pools:
                  web: {members: ["10.0.0.1:80", {address: "10.0.0.2:80", priority: 2}]}
                """
                        + LISTENER);
        assertThat(weights(WEB)).isEqualTo(Map.of("10.0.0.1:80", 1, "10.0.0.2:80", 0));
        given.pool("web").drain(member(1));
        mirror.serve(given.all());
        assertThat(weights(WEB)).isEqualTo(Map.of("10.0.0.1:80", 0, "10.0.0.2:80", 1));
    }

    @Test
    void aChangeOfThePoolIsInTheKernelByItself() {
        serve(pool("") + LISTENER);
        given.pool("web").weigh(member(2), 5);
        await().until(() -> weights(WEB).get("10.0.0.2:80") == 5);
    }

    @Test
    void membersThatANameLeadsToAreThereIfTheyAreOfTheServicesFamily() {
        String yaml = "pools: {web: {members: [{dns: localhost, port: 80}]}}\n" + LISTENER;
        given.read(yaml);
        try (Watch watch = new Watch(given.pool("web"), new SplittableRandom(), List.of())) {
            watch.find();
        }
        mirror.serve(given.all());
        assertThat(given.pool("web").snapshot().members()).isNotEmpty();
        assertThat(weights(WEB)).isEqualTo(Map.of("127.0.0.1:80", 1));
    }

    @Test
    void aPoolWhoseNamesLeadNowhereYetLeavesWhatIsThere() {
        serve(pool("") + LISTENER);
        Given restarted = new Given();
        mirror.serve(
                restarted.read(
                        "pools: {web: {members: [{dns: none.example, port: 80}]}}\n" + LISTENER));
        assertThat(weights(WEB)).isEqualTo(Map.of("10.0.0.1:80", 1, "10.0.0.2:80", 1));
    }

    @Test
    void aMemberThatLeavesTheFileKeepsItsConnections() {
        serve(pool("") + LISTENER);
        kernel.count(WEB, at("10.0.0.2", 80), 1, Counters.ZERO);
        serve("pools: {web: {members: 10.0.0.1:80}}\n" + LISTENER);
        assertThat(weights(WEB)).isEqualTo(Map.of("10.0.0.1:80", 1, "10.0.0.2:80", 0));
        kernel.count(WEB, at("10.0.0.2", 80), 0, Counters.ZERO);
        await().until(() -> weights(WEB).equals(Map.of("10.0.0.1:80", 1)));
    }

    @Test
    void aMemberThatHasFailedIsTakenOutWithAllThatItHas() {
        serve(pool(", ejection: {failures: 1, for: 1h}") + LISTENER);
        kernel.count(WEB, at("10.0.0.1", 80), 1, Counters.ZERO);
        Lease lease = given.pool("web").choose(Given.ask(1));
        lease.close(Outcome.FAILED, 1);
        mirror.serve(given.all());
        assertThat(weights(WEB)).isEqualTo(Map.of("10.0.0.2:80", 1));
    }

    @Test
    void aServiceThatGoesWaitsForItsConnections() {
        serve(pool("") + LISTENER);
        kernel.count(WEB, at("10.0.0.1", 80), 1, Counters.ZERO);
        serve(pool(""));
        assertThat(weights(WEB)).isEqualTo(Map.of("10.0.0.1:80", 0, "10.0.0.2:80", 0));
        kernel.count(WEB, at("10.0.0.1", 80), 0, Counters.ZERO);
        await().until(() -> kernel.table().ours().isEmpty());
    }

    @Test
    void aServiceThatIsDrainedAndRemovedDoesNotWait() {
        serve(pool("") + LISTENER);
        kernel.count(WEB, at("10.0.0.1", 80), 1, Counters.ZERO);
        mirror.drain(WEB);
        assertThat(weights(WEB).values()).containsOnly(0);
        mirror.remove(WEB);
        assertThat(kernel.table().ours()).isEmpty();
    }

    @Test
    void aServiceOfOthersIsRefusedAndNotTouched() {
        ServiceKey theirs = key("10.0.0.100:81");
        kernel.other(theirs);
        assertThatThrownBy(() -> mirror.check(theirs))
                .hasMessage(
                        "a fake has 10.0.0.100:81 already, and not from Galley; see: ipvsadm -Ln");
        serve(
                pool("")
                        + LISTENER.replace(
                                "]", ", {bind: \"10.0.0.100:81\", via: nat, pool: web}]"));
        assertThat(kernel.table().others()).containsExactly(theirs);
        assertThat(weights(WEB)).hasSize(2);
    }

    @Test
    void whatTheKernelRefusesIsTriedAgainAndTheRestIsDone() {
        kernel.refuse(step -> step.key().equals(WEB));
        ServiceKey other = key("10.0.0.101:80");
        serve(
                pool("")
                        + LISTENER.replace(
                                "]", ", {bind: \"10.0.0.101:80\", via: nat, pool: web}]"));
        assertThat(kernel.table().ours().keySet()).containsExactly(other);
        kernel.refuse(_ -> false);
        await().until(() -> kernel.table().ours().size() == 2 && weights(WEB).size() == 2);
    }

    @Test
    void aRestartChangesNothingAndCountsFromThenOn() {
        serve(pool("") + LISTENER);
        InetSocketAddress one = at("10.0.0.1", 80);
        kernel.count(WEB, one, 3, new Counters(10, 1000, 2000));
        kernel.steps();
        try (Mirror next = new Mirror(kernel, Given.MIRROR)) {
            Given again = new Given();
            next.serve(again.read(pool("") + LISTENER));
            kernel.count(WEB, one, 2, new Counters(12, 1100, 2300));
            next.serve(again.all());
            var member = again.pool("web").member("10.0.0.1:80");
            assertThat(kernel.steps()).isEmpty();
            assertThat(member.forwarded()).isEqualTo(2);
            assertThat(member.traffic().totals().requests()).isEqualTo(2);
            assertThat(member.traffic().totals().bytesIn()).isEqualTo(100);
            assertThat(member.traffic().totals().bytesOut()).isEqualTo(300);
            assertThat(again.all().getFirst().traffic().totals().requests()).isEqualTo(2);
            assertThat(again.all().getFirst().active()).isEqualTo(2);
        }
    }

    @Test
    void whatSomebodyTookAwayIsPutBack() throws Exception {
        serve(pool("") + LISTENER);
        kernel.apply(new Step.RemoveService(WEB));
        await().until(() -> kernel.table().ours().size() == 1 && weights(WEB).size() == 2);
    }
}

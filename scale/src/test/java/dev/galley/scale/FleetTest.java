// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.config.Address;
import dev.galley.config.Config;
import dev.galley.pool.Ask;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.MemberState;
import dev.galley.pool.Outcome;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Members are sockets on addresses of the loopback; the provider opens none by itself.
class FleetTest {
    private static final int PORT = freePort();

    private static final String ONE = "[\"127.0.2.1:" + PORT + "\"]";
    private static final String TWO = "[\"127.0.2.1:" + PORT + "\", \"127.0.2.2:" + PORT + "\"]";
    private static final Ask ANY =
            new Ask() {
                @Override
                public long hash() {
                    return 0;
                }

                @Override
                public boolean tried(Member member) {
                    return false;
                }
            };

    private final Map<String, ServerSocket> up = new HashMap<>();
    private final Fake provider = new Fake();
    private final List<String> told = new ArrayList<>();
    private long nanos = 1_000;
    private Pool pool;
    private Watch watch;

    @AfterEach
    void close() throws IOException {
        watch.close();
        for (ServerSocket socket : up.values()) socket.close();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs nothing, and says that it does.
    private static final class Fake implements Provider {
        final List<Instance> running = new ArrayList<>();
        final List<String> stopped = new ArrayList<>();
        String broken = "";
        int next = 1;

        void add() {
            int n = next++;
            running.add(new Instance("i" + n, new Address("127.0.1." + n, PORT)));
        }

        @Override
        public List<Instance> running() {
            return List.copyOf(running);
        }

        @Override
        public void grow(int number) throws ProviderException {
            if (!broken.isEmpty()) throw new ProviderException(broken);
            while (running.size() < number) add();
        }

        @Override
        public void stop(Instance instance) {
            running.remove(instance);
            stopped.add(instance.id());
        }

        @Override
        public Duration pause() {
            return Duration.ofMillis(10);
        }

        @Override
        public void close() {
            running.clear();
        }
    }

    private Fleet fleet(String members) {
        String yaml =
                """
                pools:
                  web:
                    health: {type: tcp, interval: 10ms, timeout: 20s, rise: 1, fall: 1}
                    members: %s
                    scale: {max: 9, in-flight: 10, drain-timeout: 5s, start-timeout: 8s,
                      by: {command: [server]}}
                """
                        .formatted(members);
        var config = Config.parse("f", yaml, Map.of()).pools().get("web");
        pool = new Pool("web", config, 1);
        watch = new Watch(pool, new SplittableRandom(1), List.of());
        watch.start();
        return new Fleet(pool, config.scale(), provider, told::add, () -> nanos);
    }

    private static void step(Fleet fleet, int times) throws Exception {
        for (int i = 0; i < times; i++) fleet.step();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private List<String> members(MemberState.Status status) {
        return pool.snapshot().members().stream()
                .filter(state -> state.status() == status)
                .map(state -> state.member().name())
                .toList();
    }

    private Member member(String host) {
        return pool.member(host + ":" + PORT);
    }

    /// They listen, and checks have found that out.
    private void up(String... hosts) throws IOException {
        for (String host : hosts)
            up.put(host, new ServerSocket(PORT, 50, InetAddress.getByName(host)));
        for (String host : hosts) await().until(() -> member(host).keeping());
    }

    private void down(String host) throws IOException {
        up.remove(host).close();
        await().until(() -> !member(host).keeping());
    }

    private static String at(String host) {
        return host + ":" + PORT;
    }

    @Test
    void asManyAreStartedAsAreMissingAndServeWhenTheyAreUp() throws Exception {
        Fleet fleet = fleet("[]");
        fleet.want(2);
        step(fleet, 2);
        assertThat(members(MemberState.Status.DOWN))
                .containsExactly(at("127.0.1.1"), at("127.0.1.2"));
        assertThat(fleet.standing().starting()).isEqualTo(2);
        step(fleet, 5);
        assertThat(provider.running).hasSize(2);
        pass(Duration.ofSeconds(3));
        up("127.0.1.1");
        step(fleet, 1);
        assertThat(fleet.standing().starting()).isEqualTo(1);
        assertThat(fleet.current()).isEqualTo(2);
        assertThat(fleet.startup()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void membersOfTheFileCountWhileTheyServeAndStay() throws Exception {
        Fleet fleet = fleet(TWO);
        up("127.0.2.1", "127.0.2.2");
        fleet.want(3);
        step(fleet, 3);
        assertThat(provider.running).hasSize(1);
        assertThat(fleet.current()).isEqualTo(3);
        down("127.0.2.1");
        step(fleet, 2);
        assertThat(provider.running).hasSize(2);
        up("127.0.2.1");
        fleet.want(1);
        step(fleet, 5);
        assertThat(provider.running).isEmpty();
        assertThat(pool.snapshot().members()).hasSize(2);
    }

    @Test
    void oneThatLeavesIsDrainedThenOutOfThePoolThenStopped() throws Exception {
        Fleet fleet = fleet("[]");
        fleet.want(1);
        step(fleet, 2);
        up("127.0.1.1");
        step(fleet, 1);
        Lease lease = pool.choose(ANY);
        fleet.want(0);
        step(fleet, 3);
        assertThat(members(MemberState.Status.DRAINING)).containsExactly(at("127.0.1.1"));
        assertThat(provider.stopped).isEmpty();
        assertThat(fleet.standing().leaving()).isEqualTo(1);
        lease.close(Outcome.ANSWERED, 1);
        step(fleet, 1);
        assertThat(pool.snapshot().members()).isEmpty();
        assertThat(provider.stopped).isEmpty();
        step(fleet, 1);
        assertThat(provider.stopped).containsExactly("i1");
    }

    @Test
    void oneThatDoesNotFinishIsStoppedWhenItsTimeIsOver() throws Exception {
        Fleet fleet = fleet("[]");
        fleet.want(1);
        step(fleet, 2);
        up("127.0.1.1");
        step(fleet, 1);
        assertThat(pool.choose(ANY)).isNotNull();
        fleet.want(0);
        step(fleet, 1);
        pass(Duration.ofSeconds(6));
        step(fleet, 1);
        assertThat(pool.snapshot().members()).isEmpty();
        step(fleet, 1);
        assertThat(provider.stopped).isEmpty();
        pass(Duration.ofSeconds(6));
        step(fleet, 1);
        assertThat(provider.stopped).containsExactly("i1");
    }

    @Test
    void thoseThatDoNotServeYetGoFirstThenThoseThatCameLast() throws Exception {
        Fleet fleet = fleet("[]");
        fleet.want(4);
        step(fleet, 2);
        up("127.0.1.1", "127.0.1.2", "127.0.1.4");
        step(fleet, 1);
        fleet.want(3);
        step(fleet, 3);
        assertThat(provider.stopped).containsExactly("i3");
        fleet.want(2);
        step(fleet, 3);
        assertThat(provider.stopped).containsExactly("i3", "i4");
    }

    @Test
    void oneThatIsNotUpInTimeIsReplaced() throws Exception {
        Fleet fleet = fleet("[]");
        fleet.want(1);
        step(fleet, 2);
        pass(Duration.ofSeconds(9));
        step(fleet, 3);
        assertThat(provider.stopped).containsExactly("i1");
        assertThat(pool.snapshot().members()).hasSize(1);
        assertThat(member("127.0.1.2")).isNotNull();
        assertThat(told)
                .containsExactly(
                        "the member at "
                                + at("127.0.1.1")
                                + " is not up within 8 s, and is stopped");
    }

    @Test
    void oneThatHasEndedByItselfIsReplaced() throws Exception {
        Fleet fleet = fleet("[]");
        fleet.want(2);
        step(fleet, 2);
        up("127.0.1.1", "127.0.1.2");
        provider.running.removeFirst();
        step(fleet, 2);
        assertThat(member("127.0.1.1")).isNull();
        assertThat(member("127.0.1.3")).isNotNull();
        assertThat(fleet.standing()).isEqualTo(new Fleet.Standing(1, 0, 3, 1, ""));
    }

    @Test
    void whatRanBeforeIsTakenIn() throws Exception {
        Fleet fleet = fleet("[]");
        for (int i = 0; i < 3; i++) provider.add();
        fleet.want(2);
        step(fleet, 1);
        assertThat(pool.snapshot().members()).hasSize(3);
        step(fleet, 3);
        assertThat(provider.stopped).containsExactly("i3");
    }

    @Test
    void whatTheProviderComplainsOfIsToldOnceAndShownUntilItIsOver() throws Exception {
        Fleet fleet = fleet("[]");
        provider.broken = "no room";
        fleet.want(1);
        step(fleet, 3);
        assertThat(told).containsExactly("no room");
        assertThat(fleet.standing().trouble()).isEqualTo("no room");
        provider.broken = "";
        step(fleet, 1);
        assertThat(fleet.standing().trouble()).isEmpty();
    }

    @Test
    void allOfThemLeaveAtTheEnd() throws Exception {
        Fleet fleet = fleet(ONE);
        up("127.0.2.1");
        fleet.want(3);
        step(fleet, 2);
        fleet.end();
        assertThat(pool.snapshot().members()).hasSize(1);
        assertThat(provider.running).isEmpty();
    }

    @Test
    void theLoadIsThatOfTheTimeSinceItWasAskedBefore() throws Exception {
        Fleet fleet = fleet(TWO);
        up("127.0.2.1", "127.0.2.2");
        fleet.want(2);
        Member member = member("127.0.2.1");
        member.traffic().record(0, 200, 1, 1, 1_000_000_000);
        pass(Duration.ofSeconds(1));
        assertThat(fleet.load().perSecond()).isEqualTo(1);
        Lease lease = pool.choose(ANY);
        step(fleet, 1);
        lease.close(Outcome.ANSWERED, 1);
        step(fleet, 1);
        for (int i = 0; i < 100; i++) {
            int millis = i < 90 ? 1 : 200;
            member.traffic().record(0, 200, 1, 1, millis * 1_000_000L);
        }
        pass(Duration.ofSeconds(4));
        Load load = fleet.load();
        assertThat(load.members()).isEqualTo(2);
        assertThat(load.perSecond()).isEqualTo(25);
        assertThat(load.inFlight()).isEqualTo(0.5);
        assertThat(load.p95()).isBetween(0.1, 0.25);
        assertThat(load.cpu()).isNaN();
        pass(Duration.ofSeconds(4));
        assertThat(fleet.load().perSecond()).isZero();
    }
}

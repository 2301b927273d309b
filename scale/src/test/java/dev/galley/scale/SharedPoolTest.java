// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.Node;
import dev.galley.cluster.local.LocalCluster;
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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two Galleys of a cluster that have the members of a pool in common.
class SharedPoolTest {
    private final LocalCluster cluster = new LocalCluster();
    private final List<ServerSocket> up = new ArrayList<>();
    private final List<Galley> galleys = new ArrayList<>();
    private FakeProvider provider;

    /// A member by its name.
    private record Only(String name) implements Ask {
        @Override
        public long hash() {
            return 0;
        }

        @Override
        public boolean tried(Member member) {
            return !member.name().equals(name);
        }
    }

    private final class Galley {
        final Coordination coordination;
        final Pool pool;
        final Watch watch;
        final SharedPool crew;
        final Fleet fleet;

        Galley(String name) {
            coordination =
                    cluster.join(new Node(name, new Address("127.0.0.1", 7800), Map.of(), "1"));
            String yaml =
                    """
                    pools:
                      web:
                        health: {type: tcp, interval: 10ms, rise: 1, fall: 1}
                        scale: {max: 9, in-flight: 10, by: {type: kubernetes, deployment: d, port: 1}}
                    """;
            var config = Config.parse("f", yaml, Map.of()).pools().get("web");
            pool = new Pool("web", config, 1);
            watch = new Watch(pool, new SplittableRandom(1), List.of());
            watch.start();
            crew = new SharedPool(coordination, "web");
            fleet = new Fleet(pool, config.scale(), provider, _ -> {}, () -> 1_000, crew);
            galleys.add(this);
        }

        /// As its autoscaler would, which has decided this if it is its turn.
        void wants(int number) throws Exception {
            Decision other = fleet.elsewhere();
            fleet.want(other == null ? new Decision(number, "of the load") : other);
            step();
        }

        void step() throws Exception {
            fleet.step();
            fleet.step();
        }

        MemberState.Status status(String host) {
            return pool.snapshot().members().stream()
                    .filter(m -> m.member().name().equals(at(host)))
                    .map(MemberState::status)
                    .findFirst()
                    .orElse(null);
        }

        void serves(String host) {
            await().until(() -> status(host) == MemberState.Status.UP);
        }
    }

    private String at(String host) {
        return host + ":" + provider.port;
    }

    @BeforeEach
    void listen() throws IOException {
        for (int i = 1; i <= 2; i++) {
            int port = i == 1 ? 0 : up.getFirst().getLocalPort();
            up.add(new ServerSocket(port, 50, InetAddress.getByName("127.0.1." + i)));
        }
        provider = new FakeProvider(up.getFirst().getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        for (Galley galley : galleys) {
            galley.watch.close();
            galley.crew.close();
            galley.coordination.close();
        }
        for (ServerSocket socket : up) socket.close();
        cluster.close();
    }

    /// Two of them; the first leads, and has two members that both know.
    private void twoThatKnowTwoMembers() throws Exception {
        Galley one = new Galley("n1"), two = new Galley("n2");
        await().until(() -> one.crew.term() > 0);
        one.step();
        two.step();
        one.wants(2);
        two.wants(9);
        one.step();
        two.step();
        for (Galley galley : galleys) {
            galley.serves("127.0.1.1");
            galley.serves("127.0.1.2");
            galley.step();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneOfThemStartsMembersAndAllHaveThem(boolean seesAll) throws Exception {
        provider.seesAll = seesAll;
        twoThatKnowTwoMembers();
        assertThat(provider.running).hasSize(2);
        assertThat(galleys.getLast().fleet.elsewhere()).isEqualTo(new Decision(2, "of the load"));
        assertThat(galleys.getFirst().fleet.elsewhere()).isNull();
    }

    @Test
    void aMemberIsStoppedWhenTheLastOfThemHasLetItGo() throws Exception {
        twoThatKnowTwoMembers();
        Galley one = galleys.getFirst(), two = galleys.getLast();
        Lease lease = two.pool.choose(new Only(at("127.0.1.2")));
        one.wants(1);
        one.step();
        two.step();
        assertThat(two.status("127.0.1.2")).isEqualTo(MemberState.Status.DRAINING);
        one.step();
        assertThat(one.status("127.0.1.2")).isNull();
        assertThat(provider.stopped).isEmpty();
        lease.close(Outcome.ANSWERED, 1);
        two.step();
        one.step();
        assertThat(provider.stopped).containsExactly("i2");
        two.step();
        assertThat(two.status("127.0.1.2")).isNull();
        assertThat(two.status("127.0.1.1")).isEqualTo(MemberState.Status.UP);
    }

    @Test
    void whenTheOneThatLeadsIsLostTheNextOneGoesOn() throws Exception {
        twoThatKnowTwoMembers();
        Galley one = galleys.getFirst(), two = galleys.getLast();
        one.wants(1);
        one.coordination.close();
        await().until(() -> two.crew.term() > 0);
        two.step();
        two.step();
        assertThat(provider.stopped).containsExactly("i2");
        two.wants(2);
        assertThat(provider.running).hasSize(2);
        assertThat(one.crew.term()).isZero();
        one.wants(0);
        one.step();
        assertThat(provider.running).hasSize(2);
    }

    @Test
    void theLoadIsThatOfAll() {
        Galley one = new Galley("n1"), two = new Galley("n2");
        Work some = new Work(3, 40, Double.NaN, List.of(0L, 5L));
        assertThat(two.crew.share(some)).isEqualTo(some);
        assertThat(one.crew.share(some).load(1).inFlight()).isEqualTo(6);
        two.coordination.close();
        assertThat(one.crew.share(some)).isEqualTo(some);
    }
}

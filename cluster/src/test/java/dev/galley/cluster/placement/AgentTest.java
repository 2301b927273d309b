// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.Node;
import dev.galley.cluster.Settings;
import dev.galley.cluster.local.LocalCluster;
import dev.galley.cluster.placement.Report.Phase;
import dev.galley.config.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Leaders and agents of several nodes in one process.
class AgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LocalCluster cluster = new LocalCluster();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private volatile Collection<Wanted> wanted = List.of();

    /// A node, and the modules that run there.
    private final class Host implements Runner, AutoCloseable {
        final Coordination coordination;
        final Map<String, BooleanSupplier> runs = new ConcurrentHashMap<>();
        final List<String> broken = new CopyOnWriteArrayList<>();
        final Agent agent;
        final Leader leader;

        Host(String name) {
            Address address = new Address("127.0.0.1", 7800);
            coordination = cluster.join(new Node(name, address, Map.of(), "1"));
            agent = new Agent(coordination, this, PATIENCE);
            leader = new Leader(coordination, () -> wanted, Duration.ZERO);
        }

        @Override
        public @Nullable String begin(String module, BooleanSupplier may) {
            if (broken.contains(module)) return "it is broken\nhere";
            runs.put(module, may);
            return null;
        }

        @Override
        public boolean drain(String module, Duration patience) {
            return true;
        }

        @Override
        public void end(String module) {
            runs.remove(module);
        }

        @Override
        public List<Address> endpoints(String module) {
            return List.of(new Address("127.0.0.1", 8080));
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void close() {
            agent.close();
            leader.close();
            coordination.close();
        }
    }

    private Host host(String name) {
        Host host = new Host(name);
        hosts.put(name, host);
        return host;
    }

    @AfterEach
    void end() {
        hosts.values().forEach(Host::close);
        cluster.close();
    }

    private static Wanted wanted(String module, int replicas, boolean singleton) {
        return new Wanted(module, replicas, singleton, Map.of(), "zone", null);
    }

    private void runs(String module, String... nodes) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> {
                    List<String> on = new ArrayList<>();
                    hosts.forEach((name, host) -> {
                        if (host.runs.containsKey(module)) on.add(name);
                    });
                    assertThat(on).containsExactly(nodes);
                });
    }

    @Test
    void modulesRunAsWantedAndTellWhereTheyServe() {
        wanted = List.of(wanted("orders", 2, false), wanted("clock", 1, true));
        Host one = host("n1");
        host("n2");
        runs("orders", "n1", "n2");
        await().until(() -> {
            Report report = Report.all(one.coordination.registry().instances()).get("n1");
            return report != null
                    && report.modules().get("orders") != null
                    && report.modules().get("orders").phase() == Phase.RUNNING
                    && report.modules().get("orders").endpoints().size() == 1;
        });
    }

    @Test
    void aNodeThatStopsLeavesItsModulesToTheOthersAndEndsItsOwn() {
        wanted = List.of(wanted("clock", 1, true));
        Host one = host("n1");
        runs("clock", "n1");
        host("n2");
        BooleanSupplier may = one.runs.get("clock");
        assertThat(may.getAsBoolean()).isTrue();
        one.close();
        runs("clock", "n2");
        assertThat(may.getAsBoolean()).isFalse();
    }

    @Test
    void aModuleThatDoesNotStartIsTriedOnAnotherNode() {
        Host one = host("n1");
        one.broken.add("orders");
        wanted = List.of(wanted("orders", 1, false));
        await().until(() -> {
            Report report = Report.all(one.coordination.registry().instances()).get("n1");
            return report != null
                    && report.modules().get("orders") != null
                    && report.modules().get("orders").why().equals("it is broken");
        });
        host("n2");
        runs("orders", "n2");
    }

    @Test
    void whatIsAskedForBesideTheFileIsDone() throws Exception {
        wanted = List.of(wanted("orders", 1, false));
        Host one = host("n1");
        runs("orders", "n1");
        host("n2");
        Settings settings = one.coordination.settings();
        Wishes.change(settings, "ann", wishes -> wishes.scaled("orders", 2));
        runs("orders", "n1", "n2");
        Wishes.change(settings, "ann", wishes -> wishes.drained("n1"));
        runs("orders", "n2");
        assertThat(one.leader.needing("n2")).containsExactly("orders");
        Wishes.change(settings, "ann", wishes -> wishes.enabled("n1"));
        runs("orders", "n1", "n2");
        assertThat(one.leader.needing("n2")).isEmpty();
    }

    @Test
    void anAssignmentOfATermThatIsOverChangesNothing() throws Exception {
        wanted = List.of(wanted("orders", 1, false));
        Host one = host("n1");
        runs("orders", "n1");
        one.leader.close();
        Host two = host("n2");
        Settings settings = two.coordination.settings();
        await().until(() -> settings.newest(Leader.TEXT).author().equals("n2"));
        two.leader.close();
        long number = settings.newest(Leader.TEXT).number();
        Assignment now = Assignment.parse(settings.newest(Leader.TEXT).text());
        Assignment stale = new Assignment(1, now.joined(), Assignment.NONE.tasks());
        settings.write(Leader.TEXT, number, "n1", stale.text());
        await().during(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(5))
                .until(() -> one.runs.keySet().equals(Set.of("orders")));
    }
}

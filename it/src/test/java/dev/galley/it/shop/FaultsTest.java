// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import dev.galley.it.health.Postgres;
import dev.galley.it.health.Program;
import dev.galley.it.health.Redis;
import dev.galley.it.kernel.vrrp.Lan;
import dev.galley.it.rpc.Needs;
import dev.galley.it.shop.Storm.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three machines and their network, while people buy: none of what they were told is lost or
/// doubled, whichever of them dies, stands still or is cut off.
@Needs({"ip", "redis-server", "../examples/shop/target/libraries"})
class FaultsTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir private Path folder;

    /// What is done with the shop and its machines.
    private interface Plot {
        void happens(Storm storm) throws Exception;
    }

    private void onMachines(String store, Plot plot) throws Exception {
        try (Lan lan = Lan.joined();
                Postgres postgres = new Postgres();
                Program database =
                        postgres.start(
                                "host all all all trust",
                                "-c",
                                "listen_addresses=127.0.0.1," + lan.own());
                Redis redis = store.equals("redis") ? new Redis(folder, lan.own()) : null;
                Machines machines =
                        new Machines(folder, lan, url(lan, database), sessions(redis))) {
            machines.start();
            try (Storm storm = new Storm(machines)) {
                try {
                    plot.happens(storm);
                    storm.passes();
                } catch (Throwable e) {
                    storm.tells();
                    throw e;
                }
            }
        }
    }

    private static String url(Lan lan, Program database) {
        return "jdbc:postgresql://%s:%d/postgres?user=owner"
                .formatted(lan.own(), database.address().getPort());
    }

    private static String sessions(Redis redis) {
        return redis == null
                ? "{store: replicated}"
                : "{store: redis, url: \"" + redis.url() + "\"}";
    }

    @Test
    @Timeout(300)
    void whenTheLeaderIsCutOffOrStandsStillOrIsKilledNothingIsLostOrDoubled() throws Exception {
        onMachines(
                "replicated",
                storm -> {
                    for (Fault fault : List.of(Fault.CUT, Fault.STOP, Fault.KILL))
                        storm.befalls(fault, storm.leader(), Duration.ZERO);
                });
    }

    /// Each fault befalls each node once, and first the one that leads.
    @Tag("long")
    @Timeout(1200)
    @ParameterizedTest
    @ValueSource(strings = {"replicated", "redis"})
    void whateverBefallsEachNodeForTenSecondsNothingIsLostOrDoubled(String store) throws Exception {
        long seed = Long.getLong("galley.seed", 1);
        System.out.println(store + " with the seed " + seed);
        Random dice = new Random(seed);
        onMachines(
                store,
                storm -> {
                    List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
                    Collections.shuffle(faults, dice);
                    for (Fault fault : faults) {
                        List<String> nodes = new ArrayList<>(Machines.NODES);
                        Collections.shuffle(nodes, dice);
                        String leader = storm.leader();
                        nodes.remove(leader);
                        nodes.addFirst(leader);
                        for (String node : nodes) storm.befalls(fault, node, TEN_SECONDS);
                    }
                    storm.hasFailedNoOther();
                });
    }

    @Tag("long")
    @Timeout(300)
    @Test
    void whenAllNodesAreDrainedOneAfterTheOtherNoCallFails() throws Exception {
        onMachines(
                "replicated",
                storm -> {
                    for (String node : Machines.NODES) storm.drained(node);
                });
    }

    /// Nobody can say who is a member then: what runs goes on, singletons rest, and all of it says
    /// so and heals.
    @Tag("long")
    @Timeout(300)
    @Test
    void theLastOfThreeServesOnAndIsAMemberAgainWhenTheOthersAreBack() throws Exception {
        onMachines("redis", Storm::losesAllButOne);
    }
}

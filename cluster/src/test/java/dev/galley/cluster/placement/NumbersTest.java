// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Epoch;
import dev.galley.cluster.Node;
import dev.galley.cluster.Term;
import dev.galley.cluster.local.LocalCluster;
import dev.galley.cluster.placement.Numbers.Given;
import dev.galley.cluster.placement.Wanted.Bounds;
import dev.galley.config.Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    private final LocalCluster cluster = new LocalCluster();
    private final Coordination node =
            cluster.join(new Node("n1", new Address("127.0.0.1", 7800), Map.of(), "1"));

    @AfterEach
    void leave() {
        node.close();
        cluster.close();
    }

    private boolean say(long epoch, int replicas) throws CoordinationException {
        Term term = new Term("scale", "n" + epoch, new Epoch(epoch));
        return Numbers.change(
                node.settings(), term, n -> n.with("carts", new Given(replicas, "9 in\nflight")));
    }

    private Given carts() {
        return Numbers.of(node.settings()).modules().get("carts");
    }

    @Test
    void whatIsSaidByATermThatIsOverIsRefused() throws Exception {
        assertThat(say(7, 3)).isTrue();
        assertThat(carts()).isEqualTo(new Given(3, "9 in flight"));
        assertThat(say(9, 5)).isTrue();
        assertThat(say(7, 2)).isFalse();
        assertThat(carts().replicas()).isEqualTo(5);
    }

    @Test
    void aNewTermRefusesTheLastOneAsSoonAsItHasBegun() throws Exception {
        say(7, 3);
        Term next = new Term("scale", "n9", new Epoch(9));
        assertThat(Numbers.change(node.settings(), next, n -> n.only(List.of("carts")))).isTrue();
        assertThat(say(7, 1)).isFalse();
        assertThat(carts().replicas()).isEqualTo(3);
    }

    @Test
    void whatIsSaidOnceMoreIsNoNewVersion() throws Exception {
        say(7, 3);
        say(7, 3);
        assertThat(node.settings().versions(Numbers.NAME)).hasSize(1);
    }

    /// The number of the load, of an operator, and what comes of both.
    @ParameterizedTest
    @CsvSource({"true, 5, 9, 5", "true, 99, 9, 10", "false, 5, 9, 9", "false, 5, 99, 10"})
    void aModuleFollowsItsLoadOrAnOperatorWithinItsBounds(
            boolean byLoad, int said, int asked, int comes) throws Exception {
        say(7, said);
        Wishes.change(node.settings(), "me", wishes -> wishes.scaled("carts", asked));
        Bounds bounds = new Bounds(2, 10, byLoad);
        Wanted file = new Wanted("carts", 2, false, Map.of(), "zone", null, bounds);
        try (Leader leader = new Leader(node, () -> List.of(file), Duration.ZERO)) {
            assertThat(leader.wanted()).extracting(Wanted::replicas).containsExactly(comes);
        }
    }
}

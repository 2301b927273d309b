// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.it.scale.Cloud.Act;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A pool whose members a script starts and stops, behind three Galleys that each have a part of
/// its load: four requests under way at each member are what is wanted.
@Tag("long")
@Timeout(300)
class SharedScaleTest {
    private static final int PART = 4;

    @TempDir private Path folder;
    private Cloud cloud;
    private Trio trio;

    /// One member, and three when each Galley has a part.
    @BeforeEach
    void start() throws Exception {
        cloud = new Cloud(folder, 9);
        trio = new Trio(folder, cloud);
        soon(() -> trio.all(1));
        for (String node : trio.names()) trio.hold(node, PART);
        soon(() -> trio.all(3));
    }

    @AfterEach
    void close() {
        if (trio != null) trio.close();
        cloud.close();
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    /// Waits until another one leads.
    private String after(String leader) throws Exception {
        soon(() -> !cloud.leader().equals(leader));
        return cloud.leader();
    }

    /// Never two in one term, nor anybody whose term is over.
    private void inTurn(String... leaders) throws Exception {
        Map<Long, String> terms = new TreeMap<>();
        List<Act> acts = cloud.acts();
        for (Act act : acts)
            assertThat(terms.merge(act.epoch(), act.node(), (was, _) -> was)).isEqualTo(act.node());
        assertThat(acts).extracting(Act::epoch).isSorted();
        assertThat(terms.values()).containsExactly(leaders);
    }

    @Test
    void oneOfThemScalesByTheLoadOfAllAndWhenItIsKilledAnotherOneDoes() throws Exception {
        String first = cloud.leader();
        assertThat(cloud.count("out")).isEqualTo(3);
        trio.node(first).kill();
        String next = after(first);
        for (String node : trio.names()) trio.hold(node, 6);
        soon(() -> trio.all(5));
        assertThat(cloud.count("out")).isEqualTo(5);
        trio.release();
        cloud.answer();
        for (String node : trio.names()) assertThat(trio.answers(node)).containsOnly(200);
        soon(() -> trio.all(1) && cloud.count("in") == 4);
        assertThat(cloud.count("out")).isEqualTo(5);
        inTurn(first, next);
    }

    /// The one that was paused has got more to do meanwhile, for which it would have started some.
    @Test
    void oneThatWasPausedActsNoMoreThoughItHasNotHeardThatAnotherOneDoes() throws Exception {
        String first = cloud.leader();
        trio.node(first).pause();
        String next = after(first);
        trio.hold(first, 2 * PART);
        trio.node(first).resume();
        soon(() -> trio.all(5));
        assertThat(cloud.count("out")).isEqualTo(5);
        inTurn(first, next);
    }
}

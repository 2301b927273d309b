// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.it.relay.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real servers come and go with a real load.
class ScaleTest {
    private static final String SCALE =
            "{min: 2, max: 6, in-flight: 12, interval: 200ms, in-window: 1s, slow-start: 500ms}";

    @TempDir private Path folder;

    @BeforeEach
    void needs() {
        Program.find("nginx");
        Program.find("wrk");
    }

    /// What stands in the file beside `by`.
    private static String keys(String flow) {
        return flow.replaceAll("[{}]", "").replace(", ", "\n      ");
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    @Test
    void serversComeWithTheLoadAndGoAfterItWithoutAFailedRequest() throws Exception {
        List<Integer> all;
        try (Balancer balancer = new Balancer(folder, keys(SCALE))) {
            soon(() -> balancer.serving().size() == 2);
            Process peak = balancer.load(72);
            soon(() -> balancer.serving().size() >= 5);
            all = balancer.serving();
            assertThat(Balancer.ended(peak))
                    .contains("requests in")
                    .doesNotContain("Non-2xx", "Socket errors");
            Process rest = balancer.load(6);
            soon(() -> balancer.serving().size() == 2);
            List<Integer> left = balancer.serving();
            assertThat(Balancer.ended(rest))
                    .contains("requests in")
                    .doesNotContain("Non-2xx", "Socket errors");
            List<Integer> gone = new ArrayList<>(all);
            gone.removeAll(left);
            soon(() -> gone.stream().noneMatch(Balancer::listens));
            assertThat(balancer.metrics()).contains("galley_pool_members_wanted{pool=\"web\"} 2.0");
            assertThat(balancer.told()).contains("wanted instead of 2: ", "in flight, 12 for each");
        }
        assertThat(all).noneMatch(Balancer::listens);
    }

    @Test
    void aReloadChangesTheBoundsAndOneThatIsKilledIsReplaced() throws Exception {
        try (Balancer balancer = new Balancer(folder, keys(SCALE))) {
            soon(() -> balancer.serving().size() == 2);
            balancer.reload(keys(SCALE.replace("min: 2", "min: 3")));
            soon(() -> balancer.serving().size() == 3);
            List<Integer> three = balancer.serving();
            ProcessHandle one =
                    ProcessHandle.allProcesses()
                            .filter(p ->
                                    p.info()
                                            .commandLine()
                                            .orElse("")
                                            .contains(three.getFirst() + ".conf"))
                            .findFirst()
                            .orElseThrow();
            one.destroyForcibly();
            soon(() -> balancer.serving().size() == 3 && !balancer.serving().equals(three));
            assertThat(balancer.told()).contains("ended by itself, with exit status 137");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How long it takes until sessions can be read again when one of three nodes is killed, ten times.
@Tag("long")
class RecoveryTest {
    private static final int KILLS = 10, SESSIONS = 40;

    private final List<StoreProcess> nodes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    @TempDir private Path folder;

    private StoreProcess node(int i) throws IOException {
        List<String> peers = ports.stream().map(port -> "\"127.0.0.1:" + port + '"').toList();
        String yaml =
                "{store: replicated, bind: %s, peers: %s, secret: 0123456789abcdef}"
                        .formatted(peers.get(i), peers);
        return new StoreProcess(folder.resolve("told" + i), yaml);
    }

    @AfterEach
    void end() {
        nodes.forEach(StoreProcess::close);
    }

    @Test
    @Timeout(400)
    void allSessionsAreReadAgainAfterEachOfTenKills() throws Exception {
        for (int i = 0; i < 3; i++) ports.add(Ports.free(2));
        for (int i = 0; i < 3; i++) nodes.add(node(i));
        for (StoreProcess node : nodes) node.opened();
        for (int i = 0; i < SESSIONS; i++)
            assertThat(nodes.get(i % 3).ask("create s" + i + " 7")).isEqualTo("true");
        List<Long> times = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            times.add(readAgain(kill % 3));
            nodes.set(kill % 3, node(kill % 3));
            nodes.get(kill % 3).opened();
        }
        times.sort(null);
        System.out.printf(
                "%d sessions were readable again %d to %d ms after a kill, median %d ms%n",
                SESSIONS,
                times.getFirst(),
                times.getLast(),
                (times.get(KILLS / 2 - 1) + times.get(KILLS / 2)) / 2);
    }

    private long readAgain(int dead) {
        nodes.get(dead).kill();
        long killed = System.nanoTime();
        for (int i = 0; i < SESSIONS; i++)
            assertThat(nodes.get((dead + 1) % 3).ask("get s" + i)).isEqualTo("7");
        return (System.nanoTime() - killed) / 1_000_000;
    }
}

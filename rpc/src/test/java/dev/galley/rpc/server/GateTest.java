// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GateTest {
    private final AtomicLong now = new AtomicLong(1);

    @Test
    void itLetsInAsManyAsItsLimit() {
        Gate gate = new Gate(1, 3, 3, now::get);
        for (int i = 0; i < 3; i++) assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isFalse();
        gate.leave(1000);
        assertThat(gate.enter()).isTrue();
        assertThat(gate.inFlight()).isEqualTo(3);
    }

    @Test
    void aWindowOfCallsMovesTheLimit() {
        Gate gate = new Gate(10, 100, 1000, now::get);
        fill(gate, 100, 1_000_000);
        assertThat(gate.limit()).isEqualTo(100);
        now.addAndGet(Gate.WINDOW_NANOS);
        fill(gate, 100, 1_000_000);
        // 0.8 · 100 + 0.2 · 104 = 100.8, and once more
        now.addAndGet(Gate.WINDOW_NANOS);
        fill(gate, 100, 1_000_000);
        assertThat(gate.limit()).isEqualTo(101);
    }

    @Test
    void callsThatQueueLowerTheLimit() {
        Gate gate = new Gate(10, 100, 1000, now::get);
        for (int i = 0; i < 20; i++) {
            fill(gate, 100, 1_000_000);
            now.addAndGet(Gate.WINDOW_NANOS);
        }
        int before = gate.limit();
        for (int i = 0; i < 5; i++) {
            fill(gate, 100, 40_000_000);
            now.addAndGet(Gate.WINDOW_NANOS);
        }
        assertThat(gate.limit()).isLessThan(before);
    }

    private static void fill(Gate gate, int calls, long nanos) {
        int in = 0;
        while (in < calls && gate.enter()) in++;
        for (int i = 0; i < in; i++) gate.leave(nanos);
    }
}

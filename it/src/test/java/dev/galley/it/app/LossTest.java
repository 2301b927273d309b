// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.it.app.tally.Tally;
import dev.galley.rpc.CallException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three equal processes under load, and what callers see of it when they come and go: every call
/// has a number, and every execution is written down.
class LossTest {
    private static final int CALLERS = 400;

    /// Calls between two events; there are tens of thousands in a test.
    private static final int MANY = 6000;

    @TempDir private Path folder;
    private Replicas replicas;
    private final AtomicLong begun = new AtomicLong();
    private final Set<Long> done = ConcurrentHashMap.newKeySet();
    private final Map<Long, CallException> failed = new ConcurrentHashMap<>();
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean over;

    @BeforeEach
    void start() throws Exception {
        replicas = new Replicas(folder);
        replicas.start();
    }

    @AfterEach
    void end() {
        over = true;
        replicas.close();
    }

    private void load(int count, LongUnaryOperator call) {
        for (int i = 0; i < count; i++)
            callers.add(
                    Thread.startVirtualThread(() -> {
                        while (!over) made(begun.incrementAndGet(), call);
                    }));
    }

    private void made(long number, LongUnaryOperator call) {
        try {
            assertThat(call.applyAsLong(number)).isEqualTo(number);
            done.add(number);
        } catch (CallException e) {
            failed.put(number, e);
        }
    }

    private void more() {
        long before = done.size();
        await().atMost(Duration.ofSeconds(60)).until(() -> done.size() > before + MANY);
    }

    private void stop() throws InterruptedException {
        over = true;
        for (Thread caller : callers) caller.join();
    }

    @Test
    void killingOneFailsNoCallThatMayBeMadeTwiceAndExecutesNoOtherTwice() throws Exception {
        Tally tally = replicas.tally();
        Set<Long> looked = ConcurrentHashMap.newKeySet();
        load(CALLERS / 2, tally::mark);
        load(
                CALLERS / 2,
                call -> {
                    looked.add(call);
                    return tally.look(call);
                });
        more();
        replicas.kill(0);
        more();
        replicas.kill(2);
        more();
        stop();
        Map<Long, Integer> executions = replicas.executions();
        assertThat(done).allSatisfy(call -> assertThat(executions).containsKey(call));
        assertThat(failed).doesNotContainKeys(looked.toArray(Long[]::new));
        assertThat(failed.values()).allMatch(CallException::canHaveExecuted);
        executions.keySet().removeAll(looked);
        assertThat(executions.values()).allMatch(times -> times == 1);
    }

    @Test
    void restartingOneAfterTheOtherFailsNoCallAndExecutesEachOnce() throws Exception {
        load(CALLERS, replicas.tally()::mark);
        more();
        for (int i = 0; i < 3; i++) {
            replicas.restart(i);
            replicas.joined(4 + i);
            more();
        }
        stop();
        assertThat(failed).isEmpty();
        Map<Long, Integer> executions = replicas.executions();
        assertThat(executions.values()).allMatch(times -> times == 1);
        assertThat(executions.keySet()).isEqualTo(done).hasSizeGreaterThan(4 * MANY);
    }
}

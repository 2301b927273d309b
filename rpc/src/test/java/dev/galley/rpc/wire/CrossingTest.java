// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CrossingTest {
    private final Crossing crossing = new Crossing();

    @Test
    void withoutGatheringATaskStartsAtOnce() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);

        crossing.start(ran::countDown);

        ran.await();
    }

    @Test
    void whatIsGatheredWaitsForTheCrossing() {
        AtomicInteger ran = new AtomicInteger();
        Thread parked = Thread.startVirtualThread(LockSupport::park);
        await().until(() -> parked.getState() == Thread.State.WAITING);

        crossing.gather();
        crossing.start(ran::incrementAndGet);
        crossing.wake(parked);

        assertThat(ran).hasValue(0);
        assertThat(parked.getState()).isEqualTo(Thread.State.WAITING);
        crossing.cross();
        await().until(() -> ran.get() == 1 && !parked.isAlive());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void eachRunsOnceOnAVirtualThreadOfItsOwn(int tasks) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger ran = new AtomicInteger();
        crossing.gather();
        for (int i = 0; i < tasks; i++)
            crossing.start(() -> {
                threads.add(Thread.currentThread());
                ran.incrementAndGet();
            });

        crossing.cross();
        crossing.cross();

        await().until(() -> ran.get() == tasks && threads.size() == tasks);
        assertThat(threads).allMatch(Thread::isVirtual);
    }

    @Test
    void oneThatWaitsKeepsNoneOfTheOthers() {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        crossing.gather();
        crossing.start(() -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 10; i++) crossing.start(ran::incrementAndGet);

        crossing.cross();

        await().until(() -> ran.get() == 10);
        gate.countDown();
    }
}

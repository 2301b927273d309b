// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static dev.galley.pool.Given.ROUND_ROBIN;
import static dev.galley.pool.Given.ask;
import static dev.galley.pool.Given.at;
import static dev.galley.pool.Given.config;
import static dev.galley.pool.Given.limited;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitQueueTest {
    private final Pool pool = Given.pool(ROUND_ROBIN, limited(0, 1));
    private final Lease held = pool.choose(ask());
    private final List<String> called = new ArrayList<>();

    private WaitQueue.Waiter waiter(String name) {
        return new WaitQueue.Waiter() {
            @Override
            public void ready() {
                called.add(name);
            }
        };
    }

    @Test
    void theFirstWhoJoinedIsCalledWhenAPlaceIsFreed() {
        pool.queue().join(waiter("a"));
        pool.queue().join(waiter("b"));
        assertThat(called).isEmpty();
        held.close(Outcome.ANSWERED, 1);
        assertThat(called).containsExactly("a");
        pool.choose(ask()).close(Outcome.FAILED, 1);
        assertThat(called).containsExactly("a", "b");
    }

    @Test
    void oneWhoLeftIsNotCalledAndLeavingSaysWhetherItWasInTime() {
        WaitQueue.Waiter a = waiter("a");
        WaitQueue.Waiter b = waiter("b");
        pool.queue().join(a);
        pool.queue().join(b);
        assertThat(pool.queue().leave(a)).isTrue();
        held.close(Outcome.ANSWERED, 1);
        assertThat(called).containsExactly("b");
        assertThat(pool.queue().leave(b)).isFalse();
        assertThat(pool.queue().size()).isZero();
    }

    @Test
    void noMoreThanTheConfiguredNumberWait() {
        for (int i = 0; i < 4; i++) assertThat(pool.queue().join(waiter("w"))).isTrue();
        assertThat(pool.queue().join(waiter("late"))).isFalse();
    }

    @Test
    void oneWhoJoinsAfterThePlaceWasFreedIsCalledAtOnce() {
        held.close(Outcome.ANSWERED, 1);
        pool.queue().join(waiter("a"));
        assertThat(called).containsExactly("a");
    }

    @Test
    void aChanceThatWasNotUsedIsPassedOnWithTime() {
        pool.queue().join(waiter("gone"));
        pool.queue().join(waiter("b"));
        held.close(Outcome.ANSWERED, 1);
        assertThat(called).containsExactly("gone");
        pool.tick();
        assertThat(called).containsExactly("gone", "b");
    }

    @Test
    void aNewMemberCallsAsManyAsItHasRoomFor() {
        for (String name : List.of("a", "b", "c")) pool.queue().join(waiter(name));
        pool.reconfigure(config(ROUND_ROBIN, limited(0, 1), limited(1, 2)));
        assertThat(called).containsExactly("a", "b");
    }

    @Test
    void allAreCalledWhenThePoolGoesDown() {
        pool.queue().join(waiter("a"));
        pool.queue().join(waiter("b"));
        pool.health(at(pool, 0), false, "connection refused");
        assertThat(called).containsExactly("a", "b");
        assertThat(pool.down()).isTrue();
    }

    @Test
    void aPlaceFreedAtADrainedMemberCallsNobody() {
        pool.reconfigure(config(ROUND_ROBIN, limited(0, 1), limited(1, 1)));
        Lease other = pool.choose(ask());
        pool.drain(held.member());
        pool.queue().join(waiter("a"));
        held.close(Outcome.ANSWERED, 1);
        assertThat(called).isEmpty();
        other.close(Outcome.ANSWERED, 1);
        assertThat(called).containsExactly("a");
    }

    @Test
    void underContentionTheLimitHoldsAndEveryoneIsServedWithoutTicks() throws Exception {
        var big = new dev.galley.config.QueueConfig(10_000, Duration.ofSeconds(5));
        var c = config(ROUND_ROBIN, limited(0, 2), limited(1, 1));
        Pool busy =
                Given.pool(
                        new Given.Clock(),
                        new dev.galley.config.PoolConfig(
                                c.policy(),
                                c.members(),
                                1,
                                null,
                                c.ejection(),
                                null,
                                c.retry(),
                                c.timeout(),
                                big,
                                64,
                                c.proxyProtocol(),
                                null));
        int threads = 8;
        int each = 2_000;
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++)
            Thread.ofPlatform()
                    .start(() -> {
                        for (int i = 0; i < each; i++) use(busy, now, most);
                        done.countDown();
                    });
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(at(busy, 0).inFlight()).isZero();
        assertThat(at(busy, 1).inFlight()).isZero();
        assertThat(busy.queue().size()).isZero();
    }

    private static void use(Pool pool, AtomicInteger now, AtomicInteger most) {
        Lease lease = pool.choose(ask());
        while (lease == null) {
            Semaphore called = new Semaphore(0);
            pool.queue().join(called::release);
            called.acquireUninterruptibly();
            lease = pool.choose(ask());
        }
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        now.decrementAndGet();
        lease.close(Outcome.ANSWERED, 1);
    }
}

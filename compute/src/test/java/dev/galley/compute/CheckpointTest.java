// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.compute.Sums.Range;
import dev.galley.compute.Sums.Sum;
import dev.galley.rpc.CallException;
import dev.galley.sessions.InProcessStore;
import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionLimits;
import dev.galley.sessions.SessionStore;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Jobs that go on where another coordinator has left them.
class CheckpointTest {
    private static final List<Range> HUNDRED = List.of(new Range(0, 60), new Range(60, 100));
    private static final Sum ALL = new Sum(4950, 100);
    private static final Task<Sums, Range, Sum> TASK =
            Task.of(Sums.class, Sums::sum, Sum::plus)
                    .withSplit(Range::halves)
                    .withCheckpoint(
                            Checkpoint.of("sum", Sums_RangeCodec.INSTANCE, Sums_SumCodec.INSTANCE)
                                    .withEvery(Duration.ZERO));

    private final SessionStore store =
            new InProcessStore(
                    new SessionLimits(1 << 20, 10, Duration.ofHours(1)), System::nanoTime);
    private final Semaphore permits = new Semaphore(0);
    private final Workers slow = new Workers(this::permitted, this::permitted);

    private Sum permitted(Range range) {
        permits.acquireUninterruptibly();
        return range.sum();
    }

    private int kept() {
        var there = store.get("compute:sum");
        return there == null
                ? 0
                : State.of(there.value(), Sums_RangeCodec.INSTANCE, Sums_SumCodec.INSTANCE).done();
    }

    /// One that has done so many parts and died.
    private void diesAfter(int parts) {
        Job<Sum> job = new Coordinator(slow, store).run(TASK, HUNDRED);
        permits.release(parts);
        await().until(() -> kept() == parts);
        job.close();
        assertThatThrownBy(job::result).hasMessage("the job was given up");
    }

    @Test
    void whatWasDoneIsNotDoneAgain() {
        diesAfter(40);
        Workers next = new Workers(Range::sum);
        try (Job<Sum> job = new Coordinator(next, store).run(TASK, HUNDRED)) {
            assertThat(job.result()).isEqualTo(ALL);
            Progress last = job.progress().toList().getLast();
            assertThat(last.done()).isEqualTo(100);
            assertThat(last.share()).isEqualTo(1);
        }
        assertThat(next.calls()).hasSize(60);
    }

    @Test
    void whoComesAfterTheEndHasTheResultAtOnce() {
        new Coordinator(new Workers(Range::sum), store).run(TASK, HUNDRED).result();
        Workers unused = new Workers();
        assertThat(new Coordinator(unused, store).run(TASK, HUNDRED).result()).isEqualTo(ALL);
    }

    @Test
    void ofTwoTheOneThatCameLaterGoesOn() {
        Job<Sum> first = new Coordinator(slow, store).run(TASK, HUNDRED);
        permits.release(10);
        await().until(() -> kept() == 10);
        Job<Sum> second = new Coordinator(slow, store).run(TASK, HUNDRED);
        assertThatThrownBy(first::result)
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.type()).isEqualTo("taken-over"));
        permits.release(1000);
        assertThat(second.result()).isEqualTo(ALL);
    }

    @Test
    void aKeyOfAnotherJobIsRefused() {
        diesAfter(1);
        List<Range> others = List.of(new Range(0, 50));
        try (Job<Sum> job = new Coordinator(slow, store).run(TASK, others)) {
            assertThatThrownBy(job::result)
                    .hasMessageContaining("is that of a job with other parts");
        }
    }

    @Test
    void aStoreThatWritesAndSaysItMayNotHaveIsNotTakenForAnotherCoordinator() {
        AtomicBoolean broken = new AtomicBoolean();
        Job<Sum> job = new Coordinator(slow, unsure(broken)).run(TASK, HUNDRED);
        permits.release(10);
        await().until(() -> kept() == 10);
        broken.set(true);
        permits.release(10);
        await().until(() -> kept() > 10);
        broken.set(false);
        permits.release(1000);
        assertThat(job.result()).isEqualTo(ALL);
        assertThat(kept()).isEqualTo(100);
    }

    @Test
    void aStoreThatFailsOnTheWayDoesNotFailTheJob() {
        AtomicBoolean broken = new AtomicBoolean();
        Job<Sum> job = new Coordinator(slow, failing(broken)).run(TASK, HUNDRED);
        permits.release(10);
        await().until(() -> kept() == 10);
        broken.set(true);
        permits.release(50);
        await().until(() -> slow.calls().size() >= 60);
        assertThat(kept()).isEqualTo(10);
        broken.set(false);
        permits.release(1000);
        assertThat(job.result()).isEqualTo(ALL);
        assertThat(kept()).isEqualTo(100);
    }

    /// Does what it is asked for and says that it is not sure, while it is broken and has more than
    /// it had when that began: what is written again and again without a new part goes well.
    private SessionStore unsure(AtomicBoolean broken) {
        return store((method, arguments) -> {
            Object done = method.invoke(store, arguments);
            if (!broken.get() || kept() == 10) return done;
            throw new SessionException("no answer in time", true, null);
        });
    }

    /// Does nothing and says so, while it is broken.
    private SessionStore failing(AtomicBoolean broken) {
        return store((method, arguments) -> {
            if (broken.get()) throw new SessionException("no answer");
            return method.invoke(store, arguments);
        });
    }

    private interface Doing {
        Object invoke(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private SessionStore store(Doing doing) {
        return (SessionStore)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {SessionStore.class},
                        (_, method, arguments) -> doing.invoke(method, arguments));
    }

    @Test
    void aJobThatCannotBeKeptDoesNotBegin() {
        Limits impatient = new Limits(1, 4, Duration.ofSeconds(30), Duration.ofMillis(1));
        Task<Sums, Range, Sum> task = TASK.withLimits(impatient);
        try (Job<Sum> job =
                new Coordinator(slow, failing(new AtomicBoolean(true))).run(task, HUNDRED)) {
            assertThatThrownBy(job::result).hasMessage("no answer");
        }
    }

    @Test
    void aJobWaitsForAStoreThatComesBack() {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (Job<Sum> job = new Coordinator(slow, failing(broken)).run(TASK, HUNDRED)) {
            permits.release(1000);
            await().during(Duration.ofMillis(50)).until(() -> slow.calls().isEmpty());
            broken.set(false);
            assertThat(job.result()).isEqualTo(ALL);
        }
    }
}

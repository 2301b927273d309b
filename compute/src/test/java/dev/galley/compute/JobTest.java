// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.compute.Sums.Range;
import dev.galley.compute.Sums.Sum;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.sessions.InProcessStore;
import dev.galley.sessions.SessionLimits;
import dev.galley.sessions.SessionStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Jobs whose parts are done in this process, well or not.
class JobTest {
    private static final Task<Sums, Range, Sum> TASK = Task.of(Sums.class, Sums::sum, Sum::plus);
    private static final Task<Sums, Range, Sum> HALVES = TASK.withSplit(Range::halves);
    private static final Sum ALL = new Sum(499_500, 1000);
    private static final List<Range> THOUSAND = List.of(new Range(0, 1000));

    private final SessionStore store =
            new InProcessStore(
                    new SessionLimits(1 << 20, 10, Duration.ofHours(1)), System::nanoTime);

    private Compute compute(Sums... services) {
        return new Coordinator(new Workers(services), store);
    }

    private static Sum hang() {
        try {
            new CountDownLatch(1).await();
            throw new IllegalStateException("nobody counts down");
        } catch (InterruptedException e) {
            throw new CallException(Stage.CANCELLED, "cancelled", "interrupted", e);
        }
    }

    private static Sum dead(Range range) {
        throw new CallException(Stage.UNANSWERED, "unanswered", "the node died", null);
    }

    @Test
    void whatPartsGiveIsCombinedOnceEach() {
        List<Range> parts = List.of(new Range(0, 10), new Range(10, 20), new Range(20, 30));
        try (Job<Sum> job = compute(Range::sum).run(TASK, parts)) {
            assertThat(job.result()).isEqualTo(new Sum(435, 3));
        }
    }

    @Test
    void aPartFallsIntoSmallerOnesAsFarAsItLikes() {
        try (Job<Sum> job = compute(Range::sum, Range::sum).run(HALVES, THOUSAND)) {
            assertThat(job.result()).isEqualTo(ALL);
        }
    }

    @Test
    void aPartMayBeAJobItself() {
        AtomicReference<Compute> compute = new AtomicReference<>();
        Sums nested =
                range -> {
                    if (range.halves().isEmpty()) return range.sum();
                    try (Job<Sum> job = compute.get().run(TASK, range.halves())) {
                        return job.result();
                    }
                };
        compute.set(compute(nested));
        try (Job<Sum> job = compute.get().run(TASK, List.of(new Range(0, 100)))) {
            assertThat(job.result()).isEqualTo(new Sum(4950, 100));
        }
    }

    @Test
    void progressGrowsToTheWholeAndThenEnds() {
        try (Job<Sum> job = compute(Range::sum).run(HALVES, THOUSAND)) {
            List<Progress> seen = job.progress().toList();
            assertThat(seen).extracting(Progress::share).isSorted().endsWith(1.0);
            assertThat(seen.getLast()).isEqualTo(new Progress(1, 1000, 0, 0, 0, 0));
        }
    }

    @Test
    void aJobThatIsGivenUpGivesBackTheNodesThatItHad() {
        Workers workers = new Workers(_ -> hang(), _ -> hang());
        try (Job<Sum> _ = new Coordinator(workers, store).run(HALVES, THOUSAND)) {
            await().until(() -> workers.taken().size() == 4);
        }
        await().until(() -> workers.taken().isEmpty());
    }

    @Test
    void aNodeThatFailsLosesNothing() {
        try (Job<Sum> job = compute(JobTest::dead, Range::sum).run(HALVES, THOUSAND)) {
            assertThat(job.result()).isEqualTo(ALL);
            assertThat(job.progress().toList().getLast().again()).isPositive();
        }
    }

    @Test
    void aNodeThatRefusesIsNotHeldAgainstAPart() {
        AtomicInteger refusals = new AtomicInteger();
        Sums busy =
                range -> {
                    if (refusals.incrementAndGet() > 6) return range.sum();
                    throw new CallException(Stage.REFUSED, "overload", "too many", null);
                };
        try (Job<Sum> job = compute(busy).run(TASK, List.of(new Range(0, 10)))) {
            assertThat(job.result()).isEqualTo(new Sum(45, 1));
        }
    }

    @Test
    void aPartThatFailsEverywhereFailsTheJobWithWhatItSaid() {
        Sums broken =
                range -> {
                    if (range.from() != 500) return range.sum();
                    throw CallException.failed("odd", "nobody can do this");
                };
        Workers workers = new Workers(broken, broken);
        try (Job<Sum> job = new Coordinator(workers, store).run(HALVES, THOUSAND)) {
            assertThatThrownBy(job::result)
                    .isInstanceOfSatisfying(
                            CallException.class, e -> assertThat(e.type()).isEqualTo("odd"))
                    .hasMessageContaining("nobody can do this")
                    .hasMessageContaining("Range[from=500, to=501]");
            assertThat(workers.calls()).containsEntry(new Range(500, 501), 4);
        }
    }

    @Test
    void whatTakesLongIsBegunASecondTimeAndTheFirstGivenUp() {
        CountDownLatch interrupted = new CountDownLatch(1);
        Sums stuck =
                range -> {
                    try {
                        return hang();
                    } finally {
                        interrupted.countDown();
                    }
                };
        try (Job<Sum> job = compute(stuck, Range::sum).run(HALVES, THOUSAND)) {
            assertThat(job.result()).isEqualTo(ALL);
            assertThat(job.progress().toList().getLast().hedged()).isPositive();
        }
        await().until(() -> interrupted.getCount() == 0);
    }

    @Test
    void whatIsAtALostNodeIsBegunElsewhereAtOnce() {
        Workers workers = new Workers(_ -> hang(), Range::sum);
        workers.lost = 0;
        Limits one = Limits.USUAL.withAtOnce(1);
        List<Range> two = List.of(new Range(0, 10), new Range(10, 20));
        try (Job<Sum> job = new Coordinator(workers, store).run(TASK.withLimits(one), two)) {
            assertThat(job.result()).isEqualTo(new Sum(190, 2));
        }
    }

    @Test
    void anAttemptThatHasHadItsTimeIsBegunAnew() {
        AtomicInteger calls = new AtomicInteger();
        Sums once = range -> calls.getAndIncrement() == 0 ? hang() : range.sum();
        Limits brief = new Limits(1, 4, Duration.ofMillis(500), Duration.ofSeconds(30));
        try (Job<Sum> job = compute(once).run(TASK.withLimits(brief), List.of(new Range(0, 10)))) {
            assertThat(job.result()).isEqualTo(new Sum(45, 1));
        }
    }

    @Test
    void aJobThatIsGivenUpGivesUpItsParts() {
        CountDownLatch begun = new CountDownLatch(1), ended = new CountDownLatch(1);
        Sums stuck =
                range -> {
                    begun.countDown();
                    try {
                        return hang();
                    } finally {
                        ended.countDown();
                    }
                };
        Job<Sum> job = compute(stuck).run(TASK, THOUSAND);
        await().until(() -> begun.getCount() == 0);
        job.close();
        assertThatThrownBy(job::result)
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.stage()).isEqualTo(Stage.CANCELLED));
        await().until(() -> ended.getCount() == 0);
    }

    @Test
    void aJobEndsAtTheDeadlineOfWhoBeganIt() {
        CallContext brief = CallContext.NONE.within(Duration.ofMillis(500));
        AtomicReference<Job<Sum>> job = new AtomicReference<>();
        brief.run(() -> job.set(compute(_ -> hang()).run(TASK, THOUSAND)));
        assertThatThrownBy(() -> job.get().result())
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.stage()).isEqualTo(Stage.DEADLINE));
    }

    @Test
    void aJobThatNobodyTakesFailsWhenItsPatienceEnds() {
        Limits impatient = new Limits(1, 4, Duration.ofSeconds(30), Duration.ofMillis(100));
        try (Job<Sum> job = compute().run(TASK.withLimits(impatient), THOUSAND)) {
            assertThatThrownBy(job::result).hasMessageContaining("nobody has taken a part");
        }
    }

    @Test
    void aSplitWithoutAnEndIsAnError() {
        Task<Sums, Range, Sum> endless = TASK.withSplit(List::of);
        try (Job<Sum> job = compute(Range::sum).run(endless, THOUSAND)) {
            assertThatThrownBy(job::result).hasMessageContaining("split goes on for ever");
        }
    }

    @Test
    void aJobOfNothingIsRefused() {
        assertThatThrownBy(() -> compute(Range::sum).run(TASK, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a job has at least one part");
    }

    @Test
    void theContextOfTheCallerComesWithEachPart() {
        Map<String, String> blue = Map.of("tenant", "blue");
        Sums seeing =
                range -> {
                    assertThat(CallContext.current().attributes()).isEqualTo(blue);
                    return range.sum();
                };
        CallContext mine = new CallContext(CallContext.NEVER, null, "ann", blue);
        AtomicReference<Job<Sum>> job = new AtomicReference<>();
        mine.run(() -> job.set(compute(seeing).run(HALVES, THOUSAND)));
        assertThat(job.get().result()).isEqualTo(ALL);
    }
}

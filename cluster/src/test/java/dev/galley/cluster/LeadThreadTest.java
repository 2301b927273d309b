// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeadThreadTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch third = new CountDownLatch(1);
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    private static Term term(long epoch) {
        return new Term("planner", "n1", new Epoch(epoch));
    }

    /// The first one takes its time to end.
    private void lead(Term term) throws InterruptedException {
        told.add(term.epoch() + " begins");
        if (term.epoch().value() == 1) {
            begun.countDown();
            boolean beside = third.await(300, TimeUnit.MILLISECONDS);
            told.add(beside ? "two at once" : "1 ends");
        } else third.countDown();
    }

    @Test
    void aTermThatWasOverBeforeItBeganDoesNotLetTheNextOneBeginBesideTheLast() throws Exception {
        try (LeadThread thread = new LeadThread(this::lead, () -> {})) {
            thread.start(term(1));
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            thread.start(term(2));
            thread.stop();
            thread.start(term(3));
            assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(told).containsExactly("1 begins", "1 ends", "3 begins");
    }

    @Test
    void aLeadThatFailsForWhateverReasonGivesItsTurnToAnother() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Election.Lead broken =
                _ -> {
                    throw new LinkageError("a class is missing");
                };
        try (LeadThread thread = new LeadThread(broken, ended::countDown)) {
            thread.start(term(1));
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}

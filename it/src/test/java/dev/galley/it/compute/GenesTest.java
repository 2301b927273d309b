// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.galley.it.app.Node;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import genes.Hits;
import genes.Update;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A search on several processes finds what one thread finds, whatever becomes of them meanwhile.
class GenesTest {
    @TempDir private static Path folder;
    private static Laboratory laboratory;
    private static Hits reference;
    private final AtomicReference<Update.Running> last = new AtomicReference<>();

    @BeforeAll
    static void start() throws IOException {
        laboratory =
                Laboratory.distributed(folder, "")
                        .start("search-1", "align-1", "align-2", "align-3");
        reference = laboratory.reference();
    }

    @AfterAll
    static void end() {
        laboratory.close();
    }

    private interface Act {
        void now() throws IOException, InterruptedException;
    }

    /// Does something once, when a quarter of the search is done.
    private Consumer<Update.Running> inTheMiddle(Act act) {
        AtomicBoolean done = new AtomicBoolean();
        return running -> {
            last.set(running);
            if (running.share() < 0.25 || running.share() > 0.9 || done.getAndSet(true)) return;
            try {
                act.now();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Test
    void aWorkerThatIsKilledInTheMiddleLosesNothing() {
        Hits hits =
                laboratory.search(
                        "search-1", "killed", inTheMiddle(laboratory.node("align-1")::kill));
        assertThat(hits).isEqualTo(reference);
        assertThat(last.get().again()).isPositive();
        laboratory.start("align-1");
    }

    @Test
    void aWorkerThatStandsStillIsNotWaitedFor() throws Exception {
        Node still = laboratory.node("align-2");
        Hits hits = laboratory.search("search-1", "still", inTheMiddle(still::pause));
        assertThat(hits).isEqualTo(reference);
        assertThat(last.get().hedged()).isPositive();
        still.resume();
        assertThat(laboratory.search("search-1", "whole", _ -> {})).isEqualTo(hits);
    }

    @Test
    void whoGivesASearchUpHasAllWorkersStopAndMayComeBack() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread searching =
                Thread.startVirtualThread(() ->
                        failure.set(
                                catchThrowable(() ->
                                        laboratory.search(
                                                "search-1",
                                                "later",
                                                inTheMiddle(Thread.currentThread()::interrupt)))));
        searching.join(Duration.ofSeconds(60));
        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.stage()).isEqualTo(Stage.CANCELLED));
        await().pollInterval(Duration.ofMillis(300)).until(this::areIdle);
        double done = last.get().share();
        AtomicReference<Update.Running> first = new AtomicReference<>();
        Hits hits = laboratory.search("search-1", "later", now -> first.compareAndSet(null, now));
        assertThat(hits).isEqualTo(reference);
        assertThat(first.get().share()).isLessThan(0.9);
        assertThat(done).isLessThan(0.9);
    }

    private List<Duration> spent = List.of();

    /// Whether no worker has used a processor since the last look.
    private boolean areIdle() {
        List<Duration> before = spent;
        spent =
                List.of("align-1", "align-2", "align-3").stream()
                        .map(laboratory::node)
                        .map(Node::cpu)
                        .toList();
        if (before.isEmpty()) return false;
        for (int i = 0; i < spent.size(); i++)
            if (spent.get(i).minus(before.get(i)).toMillis() > 50) return false;
        return true;
    }
}

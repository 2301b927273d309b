// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LoopTest {
    @AutoClose private final Loops loops = Loops.start(1);
    private final Loop loop = loops.all().getFirst();

    /// Runs `task` when its deadline, which is now, has passed.
    private static final class Due extends Timed {
        private final Runnable task;

        Due(Runnable task) {
            this.task = task;
            deadline(System.nanoTime());
        }

        @Override
        protected void expired(long now) {
            task.run();
        }
    }

    @Test
    void aDeadlineThatThrowsIsToldAndTheOthersGoOn() throws InterruptedException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        CountDownLatch neighbour = new CountDownLatch(1), later = new CountDownLatch(1);
        loop.execute(() -> {
            loop.watch(
                    new Due(() -> {
                        throw new IllegalStateException("a defect");
                    }));
            loop.watch(
                    new Due(() -> {
                        neighbour.countDown();
                        loop.watch(new Due(later::countDown));
                    }));
        });
        try {
            assertThat(neighbour.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            System.setErr(before);
        }
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("a defect");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.net.Loop;
import dev.galley.net.Loops;
import dev.galley.net.Timed;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What throws where nothing should: it costs one connection, and is told.
class DefectTest {
    private static final Logger LOGGER = Logger.getLogger("dev.galley.net");

    @AutoClose private final Loops loops = Loops.start(1);
    private final Loop loop = loops.all().getFirst();
    private final Told told = new Told();

    @BeforeEach
    void listen() {
        LOGGER.addHandler(told);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(told);
        LOGGER.setUseParentHandlers(true);
    }

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

    private static final class Told extends Handler {
        final List<Throwable> thrown = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            thrown.add(record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void aDeadlineThatThrowsIsToldAndTheOthersGoOn() throws InterruptedException {
        IllegalStateException defect = new IllegalStateException("a defect");
        CountDownLatch neighbour = new CountDownLatch(1), later = new CountDownLatch(1);
        loop.execute(() -> {
            loop.watch(
                    new Due(() -> {
                        throw defect;
                    }));
            loop.watch(
                    new Due(() -> {
                        neighbour.countDown();
                        loop.watch(new Due(later::countDown));
                    }));
        });
        assertThat(neighbour.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(told.thrown).containsExactly(defect);
    }

    @Test
    void aConnectionThatThrowsIsClosedAndOnlyADefectIsTold() {
        NullPointerException defect = new NullPointerException("a defect");
        IOException reset = new IOException("a reset");
        for (Exception cause : List.of(reset, new UncheckedIOException(reset), defect)) {
            EmbeddedChannel channel = new EmbeddedChannel(new Due(() -> {}));
            channel.pipeline().fireExceptionCaught(cause);
            assertThat(channel.isOpen()).isFalse();
        }
        assertThat(told.thrown).containsExactly(defect);
    }
}

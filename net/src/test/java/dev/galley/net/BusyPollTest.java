// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BusyPollTest {
    private final AtomicInteger spare = new AtomicInteger(1);
    private final Kernel kernel = new Kernel();
    private final Tasks tasks = new Tasks();
    private final BusyPoll poll = new BusyPoll(kernel, spare, () -> kernel.now);

    @BeforeEach
    void somethingIsAwaited() {
        poll.await(1);
    }

    @Test
    void whatComesWithinTheMomentIsSeenWithoutASleep() {
        kernel.comesAt = 30_000;

        assertThat(poll.run(tasks)).isEqualTo(1);

        assertThat(kernel.sleeps).isZero();
        assertThat(kernel.looks).isEqualTo(4);
    }

    @Test
    void itSleepsWhenTheMomentIsOver() {
        poll.run(tasks);

        assertThat(kernel.looks).isEqualTo(5);
        assertThat(kernel.sleeps).isEqualTo(1);
    }

    @Test
    void itSleepsAtOnceWhereNothingIsAwaited() {
        poll.await(-1);

        poll.run(tasks);

        assertThat(kernel.looks).isZero();
        assertThat(kernel.sleeps).isEqualTo(1);
    }

    @Test
    void itSleepsAtOnceWhileOthersAreAwake() {
        spare.set(0);

        poll.run(tasks);

        assertThat(kernel.looks).isZero();
        assertThat(kernel.sleeps).isEqualTo(1);
    }

    @Test
    void whileItIsAwakeItTakesFromTheOthersAndGivesBack() {
        kernel.onLook = () -> assertThat(spare).hasValue(0);

        poll.run(tasks);

        assertThat(spare).hasValue(1);
    }

    @Test
    void aTaskEndsTheMoment() {
        kernel.onLook = () -> tasks.waiting = true;

        poll.run(tasks);

        assertThat(kernel.looks).isEqualTo(1);
        assertThat(kernel.sleeps).isZero();
    }

    @Test
    void whereItWasInVainFourTimesItIsTriedOnceInNineWaits() {
        for (int i = 0; i < 4; i++) poll.run(tasks);
        kernel.looks = 0;

        for (int i = 0; i < 18; i++) poll.run(tasks);

        assertThat(kernel.looks).isEqualTo(2 * 5);
    }

    @Test
    void oneMomentThatBroughtSomethingMakesUpForThoseInVain() {
        for (int i = 0; i < 12; i++) poll.run(tasks);
        kernel.comesAt = kernel.now;
        poll.run(tasks);
        kernel.comesAt = Long.MAX_VALUE;
        kernel.looks = 0;

        for (int i = 0; i < 4; i++) poll.run(tasks);

        assertThat(kernel.looks).isEqualTo(4 * 5);
    }

    @Test
    void whoBringsATaskWakesItOnlyWhenItSleeps() {
        kernel.onLook = poll::wakeup;
        poll.run(tasks);
        assertThat(kernel.wakeups).isZero();

        kernel.onSleep = poll::wakeup;
        poll.run(tasks);
        assertThat(kernel.wakeups).isEqualTo(1);

        poll.wakeup();
        assertThat(kernel.wakeups).isEqualTo(1);
    }

    @Test
    void aTaskThatComesAsItFallsAsleepKeepsItAwake() {
        poll.await(-1);
        tasks.comesAtLook = 2;

        poll.run(tasks);

        assertThat(kernel.sleeps).isZero();
    }

    /// What the loop has to do besides.
    private static final class Tasks implements IoHandlerContext {
        private boolean waiting;
        private int comesAtLook = Integer.MAX_VALUE;
        private int looks;

        @Override
        public boolean canBlock() {
            return ++looks <= comesAtLook && !waiting;
        }

        @Override
        public long delayNanos(long now) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }

    /// A transport on which each look takes 10 µs.
    private static final class Kernel implements IoHandler {
        private long now;
        private long comesAt = Long.MAX_VALUE;
        private int looks;
        private int sleeps;
        private int wakeups;
        private Runnable onLook = () -> {};
        private Runnable onSleep = () -> {};

        @Override
        public int run(IoHandlerContext context) {
            if (context.canBlock()) {
                sleeps++;
                onSleep.run();
                return 1;
            }
            looks++;
            onLook.run();
            boolean came = now >= comesAt;
            now += 10_000;
            return came ? 1 : 0;
        }

        @Override
        public void wakeup() {
            wakeups++;
        }

        @Override
        public void prepareToDestroy() {}

        @Override
        public void destroy() {}

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return false;
        }
    }
}

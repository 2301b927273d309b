// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A transport's handler that looks for what is awaited for a moment before it sleeps.
///
/// A thread that sleeps on an idle core is woken in 20 to 60 µs, and waking it costs whoever does
/// it a system call: more than a short call between two processes takes altogether. So while
/// {@linkplain #await answers are awaited} a loop stays awake for up to {@value #MOMENT_MICROS} µs,
/// on the terms of the kernel's polling of idle virtual machines (`halt_poll_ns`,
/// Documentation/virt/kvm/halt-polling.rst): after {@value #TRIES} moments that brought nothing it
/// is tried once in {@value #SLEEPS} waits, until one brings something. No more than a quarter of
/// the machine's cores are kept awake by a process; below four cores none is.
///
/// Belongs to its loop's thread, but for {@link #wakeup}.
final class BusyPoll implements IoHandler {
    static final int MOMENT_MICROS = 50;

    /// After so many moments in vain, one behind the other, ...
    private static final int TRIES = 4;

    /// ... it sleeps at once so many times before the next.
    private static final int SLEEPS = 8;

    private static final AtomicInteger SPARE =
            new AtomicInteger(Runtime.getRuntime().availableProcessors() / 4);

    private final IoHandler handler;
    private final AtomicInteger spare;
    private final LongSupplier clock;
    private final Look look = new Look();
    private int awaited;
    private int tries = TRIES;
    private int toSleep;

    /// Whether whoever brings a task has to wake the loop. Set before it is looked whether there is
    /// one, and read after one was added: one sees the other.
    private volatile boolean asleep;

    /// @param spare how many more loops may stay awake
    /// @param clock as `System.nanoTime()`
    BusyPoll(IoHandler handler, AtomicInteger spare, LongSupplier clock) {
        this.handler = handler;
        this.spare = spare;
        this.clock = clock;
    }

    /// Handlers that poll; each is told to `made`.
    static IoHandlerFactory polling(IoHandlerFactory handlers, Consumer<BusyPoll> made) {
        return executor -> {
            BusyPoll poll = new BusyPoll(handlers.newHandler(executor), SPARE, System::nanoTime);
            made.accept(poll);
            return poll;
        };
    }

    /// So many more answers, or fewer, are awaited on this loop.
    void await(int more) {
        awaited += more;
    }

    @Override
    public int run(IoHandlerContext context) {
        if (!context.canBlock()) return handler.run(context);
        int done = worthIt() ? poll(context) : 0;
        return done > 0 || !context.canBlock() ? done : sleep(context);
    }

    private boolean worthIt() {
        if (awaited == 0 || spare.get() <= 0) return false;
        if (toSleep == 0) return true;
        toSleep--;
        return false;
    }

    private int poll(IoHandlerContext context) {
        if (spare.getAndDecrement() <= 0) {
            spare.getAndIncrement();
            return 0;
        }
        look.context = context;
        long until = clock.getAsLong() + TimeUnit.MICROSECONDS.toNanos(MOMENT_MICROS);
        int done;
        do {
            done = handler.run(look);
        } while (done == 0 && context.canBlock() && clock.getAsLong() - until < 0);
        spare.getAndIncrement();
        learn(done > 0 || !context.canBlock());
        return done;
    }

    private void learn(boolean came) {
        tries = came ? TRIES : Math.max(tries - 1, 0);
        toSleep = tries > 0 ? 0 : SLEEPS;
    }

    private int sleep(IoHandlerContext context) {
        asleep = true;
        try {
            return context.canBlock() ? handler.run(context) : 0;
        } finally {
            asleep = false;
        }
    }

    @Override
    public void wakeup() {
        if (asleep) handler.wakeup();
    }

    @Override
    public void initialize() {
        handler.initialize();
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
        handler.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handler.register(handle);
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }

    /// The loop's context, for a look that does not wait.
    private static final class Look implements IoHandlerContext {
        private IoHandlerContext context = this;

        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long now) {
            return context.delayNanos(now);
        }

        @Override
        public long deadlineNanos() {
            return context.deadlineNanos();
        }

        @Override
        public void reportActiveIoTime(long nanos) {
            context.reportActiveIoTime(nanos);
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return context.shouldReportActiveIoTime();
        }
    }
}

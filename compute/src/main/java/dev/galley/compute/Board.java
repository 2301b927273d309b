// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What others see of a job. Any thread.
final class Board<A> implements Job<A> {
    private final Runnable cancel;
    private News newest = News.NONE;
    private @Nullable A result;
    private @Nullable CallException failure;

    /// @param cancel gives the job up
    Board(Runnable cancel) {
        this.cancel = cancel;
    }

    synchronized void tell(Progress progress) {
        if (progress.equals(newest.progress())) return;
        newest = new News(newest.number() + 1, progress);
        notifyAll();
    }

    synchronized void done(A answer) {
        result = answer;
        notifyAll();
    }

    synchronized void failed(CallException why) {
        failure = why;
        notifyAll();
    }

    private boolean over() {
        return result != null || failure != null;
    }

    /// With the trace of this thread: where it is thrown now.
    @Override
    public synchronized A result() {
        waitWhile(() -> !over());
        CallException why = failure;
        if (why == null) return Objects.requireNonNull(result);
        throw new CallException(why.stage(), why.type(), String.valueOf(why.getMessage()), why);
    }

    private synchronized void waitWhile(BooleanSupplier nothing) {
        try {
            while (nothing.getAsBoolean()) wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            String why = "the thread was interrupted";
            throw new CallException(Stage.CANCELLED, "cancelled", why, e);
        }
    }

    @Override
    public Stream<Progress> progress() {
        return StreamSupport.stream(new Reader(), false);
    }

    /// @return null: there will be none
    private synchronized @Nullable News after(long seen) {
        waitWhile(() -> newest.number() == seen && !over());
        return newest.number() == seen ? null : newest;
    }

    @Override
    public void close() {
        cancel.run();
    }

    private record News(long number, Progress progress) {
        static final News NONE = new News(0, new Progress(0, 0, 0, 0, 0, 0));
    }

    /// Begins with the newest, if there is one.
    private final class Reader extends AbstractSpliterator<Progress> {
        private long seen;

        Reader() {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        }

        @Override
        public boolean tryAdvance(Consumer<? super Progress> action) {
            News next = after(seen);
            if (next == null) return false;
            seen = next.number();
            action.accept(next.progress());
            return true;
        }
    }
}

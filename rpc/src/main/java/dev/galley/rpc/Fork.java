// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Calls at the same time, each on a virtual thread of its own with the {@link CallContext} of who
/// forked:
///
///     try (Fork fork = Fork.open()) {
///         var user = fork.call(() -> users.find(name));
///         var friends = fork.call(() -> friendships.of(name));
///         return page(user.get(), friends.get());
///     }
///
/// What is unfinished at the end is cancelled: also at the other end of the wire.
public final class Fork implements AutoCloseable {
    private final CallContext context = CallContext.current();
    private final Set<FutureTask<?>> unfinished = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Fork() {}

    /// Takes the context of this thread.
    public static Fork open() {
        return new Fork();
    }

    /// Begins `task`.
    ///
    /// @throws IllegalStateException after {@link #close}
    public <T extends @Nullable Object> Result<T> call(Callable<T> task) {
        FutureTask<T> future =
                new FutureTask<>(() -> context.call(task)) {
                    @Override
                    protected void done() {
                        unfinished.remove(this);
                    }
                };
        unfinished.add(future);
        if (closed) {
            unfinished.remove(future);
            throw new IllegalStateException("the fork is closed");
        }
        Thread.startVirtualThread(future);
        return new Result<>(future);
    }

    /// Interrupts what has not ended; waits for nothing.
    @Override
    public void close() {
        closed = true;
        unfinished.forEach(task -> task.cancel(true));
    }

    /// What a task will have brought.
    public static final class Result<T extends @Nullable Object> {
        private final FutureTask<T> future;

        private Result(FutureTask<T> future) {
            this.future = future;
        }

        /// Waits for it.
        ///
        /// @throws CallException as the task threw it; cancelled, if the fork was closed or this
        ///   thread interrupted. Other exceptions of the task come as {@link CallException#of}
        ///   tells.
        public T get() {
            try {
                return future.get();
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled("the thread was interrupted");
            } catch (CancellationException e) {
                throw cancelled("the fork was closed");
            }
        }

        /// With the trace of this thread: where it is thrown now.
        private static CallException failure(@Nullable Throwable cause) {
            if (!(cause instanceof CallException call))
                return CallException.of(cause == null ? new IllegalStateException() : cause);
            return new CallException(
                    call.stage(), call.type(), String.valueOf(call.getMessage()), call);
        }

        private static CallException cancelled(String why) {
            return new CallException(Stage.CANCELLED, "cancelled", why, null);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Calls from a few threads, one after the other, until it is closed.
final class Load implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final AtomicInteger calls = new AtomicInteger();
    final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /// @param callers gives each thread the call that it makes
    Load(Callable<Callable<?>> callers) throws Exception {
        for (int i = 0; i < 8; i++) {
            Callable<?> call = callers.call();
            threads.execute(() -> loop(call));
        }
    }

    private void loop(Callable<?> call) {
        while (!over) {
            try {
                call.call();
                calls.incrementAndGet();
            } catch (Exception e) {
                failures.add(e);
                return;
            }
        }
    }

    /// Whether it has made so many calls, or one has failed.
    boolean hasMade(int many) {
        return calls.get() > many || !failures.isEmpty();
    }

    @Override
    public void close() {
        over = true;
        threads.close();
    }
}

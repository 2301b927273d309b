// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import dev.galley.rpc.CallContext;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/// Waits until it is told to go on, or interrupted.
final class Waiting extends EchoInMemory {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);
    final AtomicReference<CallContext> context = new AtomicReference<>();

    @Override
    public Optional<Greeting> last(String name) {
        context.set(CallContext.current());
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
        return Optional.empty();
    }
}

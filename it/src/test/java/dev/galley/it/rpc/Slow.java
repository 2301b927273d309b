// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// Reads of a stream only when it is told to, and counts what has come.
final class Slow extends EchoInMemory {
    private final CountDownLatch goOn;

    private Slow(CountDownLatch goOn) {
        this.goOn = goOn;
    }

    static Echo until(CountDownLatch goOn) {
        return new Slow(goOn);
    }

    @Override
    public long sum(Stream<Integer> numbers) {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return numbers.mapToLong(_ -> 1).sum();
    }
}

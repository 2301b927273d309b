// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Method;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Calls, and has things go wrong that the rules of {@link dev.galley.rpc.client.Client} must mend:
/// a call that may not be made twice is late, no more; one that may be is made twice, and has
/// connections broken under it.
final class FaultyCaller implements Caller {
    private final Caller to;
    private final Doors doors;
    private final Faults faults;

    FaultyCaller(Caller to, Doors doors, Faults faults) {
        this.to = to;
        this.doors = doors;
        this.faults = faults;
    }

    @Override
    public <Q, R> R call(Method<Q, R> method, Q request) {
        RandomGenerator dice = faults.next();
        Faults.pause(dice);
        R result = method.idempotent() ? twice(method, request, dice) : once(method, request);
        Faults.pause(dice);
        return result;
    }

    private <Q, R> R once(Method<Q, R> method, Q request) {
        doors.hold();
        try {
            return to.call(method, request);
        } finally {
            doors.release();
        }
    }

    private <Q, R> R twice(Method<Q, R> method, Q request, RandomGenerator dice) {
        if (dice.nextInt(8) == 0) doors.breakOne(dice);
        if (dice.nextInt(4) == 0) drop(method, request);
        return to.call(method, request);
    }

    /// Makes a call whose answer is lost.
    private <Q> void drop(Method<Q, ?> method, Q request) {
        try {
            to.call(method, request);
        } catch (CallException _) {
            // Lost, as the answer would be.
        }
    }

    @Override
    public <Q, R> Stream<R> stream(Method<Q, R> method, Q request) {
        Faults.pause(faults.next());
        doors.hold();
        return held(() -> to.stream(method, request));
    }

    @Override
    public <Q, R> R collect(Method<Q, R> method, Stream<Q> requests) {
        Faults.pause(faults.next());
        doors.hold();
        try {
            return to.collect(method, requests);
        } finally {
            doors.release();
        }
    }

    @Override
    public <Q, R> Stream<R> converse(Method<Q, R> method, Stream<Q> requests) {
        Faults.pause(faults.next());
        doors.hold();
        return held(() -> to.converse(method, requests));
    }

    private interface Begin<R> {
        Stream<R> begin();
    }

    /// A stream is never made again once something has come: no connection breaks until it is read.
    private <R> Stream<R> held(Begin<R> begin) {
        AtomicBoolean held = new AtomicBoolean(true);
        Runnable release =
                () -> {
                    if (held.getAndSet(false)) doors.release();
                };
        try {
            Stream<R> stream = begin.begin();
            Spliterator<R> elements = stream.spliterator();
            return StreamSupport.stream(new Held<>(elements, release), false)
                    .onClose(stream::close)
                    .onClose(release);
        } catch (RuntimeException e) {
            release.run();
            throw e;
        }
    }

    private static final class Held<R> extends AbstractSpliterator<R> {
        private final Spliterator<R> elements;
        private final Runnable release;

        Held(Spliterator<R> elements, Runnable release) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.elements = elements;
            this.release = release;
        }

        @Override
        public boolean tryAdvance(Consumer<? super R> action) {
            boolean more = elements.tryAdvance(action);
            if (!more) release.run();
            return more;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.rpc.Binding;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Method;
import dev.galley.rpc.server.Turnstile;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Calls a service where it is at that moment: in this process, as {@link Late} does, if its module
/// runs here and lets calls in; else at the nodes that run it.
final class Nearest implements Caller {
    private final String service;
    private final Caller elsewhere;
    private volatile @Nullable Here here;

    private record Here(Caller caller, Turnstile turnstile) {}

    Nearest(String service, Caller elsewhere) {
        this.service = service;
        this.elsewhere = elsewhere;
    }

    /// It runs here, until `turnstile` is closed.
    void is(List<Binding<?, ?>> bindings, Turnstile turnstile) {
        Late late = new Late(service);
        late.is(bindings);
        here = new Here(late, turnstile);
    }

    /// It runs here no more: nothing of it is kept.
    void isNot() {
        here = null;
    }

    @Override
    public <Q, R> R call(Method<Q, R> method, Q request) {
        Here now = here;
        if (now == null || !now.turnstile().enter()) return elsewhere.call(method, request);
        long begun = System.nanoTime();
        try {
            return now.caller().call(method, request);
        } finally {
            now.turnstile().served(System.nanoTime() - begun);
        }
    }

    @Override
    public <Q, R> Stream<R> stream(Method<Q, R> method, Q request) {
        return many(caller -> caller.stream(method, request));
    }

    @Override
    public <Q, R> R collect(Method<Q, R> method, Stream<Q> requests) {
        Here now = here;
        if (now == null || !now.turnstile().enter()) return elsewhere.collect(method, requests);
        try {
            return now.caller().collect(method, requests);
        } finally {
            now.turnstile().streamed();
        }
    }

    @Override
    public <Q, R> Stream<R> converse(Method<Q, R> method, Stream<Q> requests) {
        return many(caller -> caller.converse(method, requests));
    }

    private <R> Stream<R> many(Function<Caller, Stream<R>> call) {
        Here now = here;
        if (now == null || !now.turnstile().enter()) return call.apply(elsewhere);
        AtomicBoolean left = new AtomicBoolean();
        Runnable leave =
                () -> {
                    if (left.compareAndSet(false, true)) now.turnstile().streamed();
                };
        try {
            return ending(call.apply(now.caller()), leave);
        } catch (RuntimeException e) {
            leave.run();
            throw e;
        }
    }

    /// @param end run when the stream is read to its end, fails or is closed; perhaps twice
    private static <R> Stream<R> ending(Stream<R> stream, Runnable end) {
        Spliterator<R> elements = stream.spliterator();
        var read =
                new AbstractSpliterator<R>(Long.MAX_VALUE, Spliterator.ORDERED) {
                    @Override
                    public boolean tryAdvance(Consumer<? super R> action) {
                        boolean more = false;
                        try {
                            more = elements.tryAdvance(action);
                            return more;
                        } finally {
                            if (!more) end.run();
                        }
                    }
                };
        return StreamSupport.stream(read, false).onClose(stream::close).onClose(end);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.rpc.Binding;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Handler;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.CodecException;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A call being served, on its own virtual thread.
final class Serving<Q, R> implements Runnable {
    private static final System.Logger LOG = System.getLogger(Serving.class.getName());

    private final Binding<Q, R> binding;
    private final Served.Here here;
    private final Incoming incoming;
    private final @Nullable Gate gate;
    private final long arrived = System.nanoTime();

    private Serving(
            Binding<Q, R> binding, Served.Here here, Incoming incoming, @Nullable Gate gate) {
        this.binding = binding;
        this.here = here;
        this.incoming = incoming;
        this.gate = gate;
    }

    /// @param here where it was let in
    /// @param gate where it was let in as well; null: it was not asked
    static Serving<?, ?> of(Served.Here here, Incoming incoming, @Nullable Gate gate) {
        return new Serving<>(here.binding(), here, incoming, gate);
    }

    @Override
    public void run() {
        incoming.onGone(Thread.currentThread()::interrupt);
        try {
            incoming.context().run(this::serve);
        } finally {
            long took = System.nanoTime() - arrived;
            if (gate != null) gate.leave(took);
            here.served(took);
            incoming.left();
        }
    }

    private void serve() {
        try {
            handle();
        } catch (BadRequest e) {
            incoming.fail(
                    new CallException(
                            Stage.REFUSED, "bad-request", String.valueOf(e.getMessage()), null));
        } catch (CallException e) {
            incoming.fail(ours(e));
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, binding.method() + " failed", e);
            incoming.fail(CallException.of(e));
        }
    }

    /// What a call has failed with that this one made is a failure of this one: that says nothing
    /// of how far this one came.
    private CallException ours(CallException failure) {
        if (failure.stage() == Stage.FAILED) return failure;
        boolean late = incoming.context().remaining() == 0;
        Stage stage = late ? Stage.DEADLINE : Stage.FAILED;
        return new CallException(
                stage, failure.type(), String.valueOf(failure.getMessage()), failure);
    }

    private void handle() {
        switch (binding.handler()) {
            case Handler.Unary<Q, R> one -> finish(one.handle(only()));
            case Handler.ServerStream<Q, R> many -> all(many.handle(only()));
            case Handler.ClientStream<Q, R> one -> finish(one.handle(requests()));
            case Handler.BothStream<Q, R> many -> all(many.handle(requests()));
        }
    }

    private Q only() {
        byte[] message = next();
        if (message == null) throw new BadRequest("there is no message in the request");
        return read(message);
    }

    private byte @Nullable [] next() {
        try {
            return incoming.next();
        } catch (CodecException e) {
            throw new BadRequest(e.getMessage());
        }
    }

    private Q read(byte[] message) {
        try {
            return Messages.read(binding.method().request(), incoming.format(), message);
        } catch (RuntimeException e) {
            // A record may refuse what it is made of by any exception.
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }

    private Stream<Q> requests() {
        int ordered = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(
                new AbstractSpliterator<Q>(Long.MAX_VALUE, ordered) {
                    @Override
                    public boolean tryAdvance(Consumer<? super Q> action) {
                        byte[] message = next();
                        if (message == null) return false;
                        action.accept(read(message));
                        return true;
                    }
                },
                false);
    }

    private void finish(R response) {
        Messages.write(codec(), incoming.format(), response, incoming::finish);
    }

    private void all(Stream<R> responses) {
        try (responses) {
            responses
                    .sequential()
                    .forEachOrdered(
                            r -> Messages.write(codec(), incoming.format(), r, incoming::send));
        }
        incoming.end();
    }

    private Codec<R> codec() {
        return binding.method().response();
    }

    /// A request that is none.
    private static final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadRequest(@Nullable String message) {
            super(message);
        }
    }
}

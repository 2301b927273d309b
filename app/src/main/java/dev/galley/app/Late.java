// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.rpc.Binding;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Handler;
import dev.galley.rpc.LocalStream;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Calls a module of this process that is made later than the one that calls: two that need each
/// other cannot both be made first. A call goes through the messages of the contract, yet over no
/// wire, and what is passed is not copied: some nanoseconds more than a plain one.
final class Late implements Caller {
    private final String service;
    private volatile @Nullable Handler<?, ?>[] handlers = new Handler<?, ?>[0];

    Late(String service) {
        this.service = service;
    }

    /// It is made.
    void is(List<Binding<?, ?>> bindings) {
        int last = bindings.stream().mapToInt(b -> b.method().id()).max().orElse(0);
        @Nullable Handler<?, ?>[] byId = new Handler<?, ?>[last + 1];
        for (Binding<?, ?> binding : bindings) byId[binding.method().id()] = binding.handler();
        handlers = byId;
    }

    @Override
    public <Q, R> R call(Method<Q, R> method, Q request) {
        Handler.Unary<Q, R> unary = (Handler.Unary<Q, R>) handler(method);
        try {
            return unary.handle(request);
        } catch (Throwable thrown) {
            throw CallException.of(thrown);
        }
    }

    @Override
    public <Q, R> Stream<R> stream(Method<Q, R> method, Q request) {
        Handler.ServerStream<Q, R> many = (Handler.ServerStream<Q, R>) handler(method);
        try {
            return LocalStream.of(many.handle(request));
        } catch (Throwable thrown) {
            throw CallException.of(thrown);
        }
    }

    @Override
    public <Q, R> R collect(Method<Q, R> method, Stream<Q> requests) {
        Handler.ClientStream<Q, R> one = (Handler.ClientStream<Q, R>) handler(method);
        try {
            return one.handle(requests);
        } catch (Throwable thrown) {
            throw CallException.of(thrown);
        }
    }

    @Override
    public <Q, R> Stream<R> converse(Method<Q, R> method, Stream<Q> requests) {
        Handler.BothStream<Q, R> both = (Handler.BothStream<Q, R>) handler(method);
        try {
            return LocalStream.of(both.handle(requests));
        } catch (Throwable thrown) {
            throw CallException.of(thrown);
        }
    }

    @SuppressWarnings("unchecked") // a binding has the handler of its method
    private <Q, R> Handler<Q, R> handler(Method<Q, R> method) {
        @Nullable Handler<?, ?>[] byId = handlers;
        Handler<?, ?> found = method.id() < byId.length ? byId[method.id()] : null;
        if (found != null) return (Handler<Q, R>) found;
        throw new CallException(
                Stage.NOT_CONNECTED,
                "not-connected",
                service
                        + " is not started yet: it needs the module that calls it; call it later"
                        + " than in the constructor",
                null);
    }
}

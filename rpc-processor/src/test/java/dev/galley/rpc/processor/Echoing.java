// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.Binding;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Handler;
import dev.galley.rpc.LocalStream;
import dev.galley.rpc.Method;
import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.util.List;
import java.util.stream.Stream;

/// Carries calls to a service in this process, by way of bytes.
record Echoing(List<Binding<?, ?>> bindings) implements Caller {
    @Override
    public <Q, R> R call(Method<Q, R> method, Q request) {
        var handler = (Handler.Unary<Q, R>) handler(method);
        try {
            return copy(method.response(), handler.handle(copy(method.request(), request)));
        } catch (RuntimeException e) {
            throw CallException.of(e);
        }
    }

    @Override
    public <Q, R> Stream<R> stream(Method<Q, R> method, Q request) {
        var handler = (Handler.ServerStream<Q, R>) handler(method);
        return LocalStream.of(
                handler.handle(copy(method.request(), request))
                        .map(r -> copy(method.response(), r)));
    }

    @Override
    public <Q, R> R collect(Method<Q, R> method, Stream<Q> requests) {
        var handler = (Handler.ClientStream<Q, R>) handler(method);
        return copy(
                method.response(), handler.handle(requests.map(q -> copy(method.request(), q))));
    }

    @Override
    public <Q, R> Stream<R> converse(Method<Q, R> method, Stream<Q> requests) {
        var handler = (Handler.BothStream<Q, R>) handler(method);
        return handler.handle(requests.map(q -> copy(method.request(), q)))
                .map(r -> copy(method.response(), r));
    }

    @SuppressWarnings("unchecked") // a binding's handler is of its method
    private <Q, R> Handler<Q, R> handler(Method<Q, R> method) {
        return (Handler<Q, R>)
                bindings.stream()
                        .filter(b -> b.method().equals(method))
                        .findFirst()
                        .orElseThrow()
                        .handler();
    }

    private static <T> T copy(Codec<T> codec, T message) {
        Writer out = new Writer();
        codec.write(out, message);
        return codec.read(new Reader(out.toByteArray()));
    }
}

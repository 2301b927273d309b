// SPDX-License-Identifier: Apache-2.0
package chat.page;

import dev.galley.rpc.Binding;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Contract;
import dev.galley.rpc.Handler;
import dev.galley.rpc.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The methods that can be called through the socket, by what their contracts tell: a new one takes
/// no code here but its name.
final class Gateway {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Map<String, Binding<?, ?>> open = new HashMap<>();

    /// Lets some methods of a service be called, and no others.
    <S> Gateway open(Contract<S> contract, S service, String... methods) {
        Set<String> some = Set.of(methods);
        for (Binding<?, ?> binding : contract.bind(service))
            if (some.contains(binding.method().name()))
                open.put(binding.method().toString(), binding);
        return this;
    }

    /// Makes the call of `frame`, and hands each frame that answers it to `out`, which blocks while
    /// it cannot be sent.
    ///
    /// @throws CallException as the method does
    /// @throws dev.galley.rpc.codec.CodecException if the parameters are not those of the method
    void call(Frame frame, Consumer<String> out) {
        Binding<?, ?> binding = open.get(frame.word());
        if (binding == null)
            throw new CallException(
                    Stage.REFUSED, "unknown-method", "there is no " + frame.word(), null);
        call(binding, frame, out);
    }

    private static <Q, R> void call(Binding<Q, R> binding, Frame frame, Consumer<String> out) {
        var method = binding.method();
        Q request = frame.read(method.request()::read);
        switch (binding.handler()) {
            case Handler.Unary<Q, R> one -> {
                R result = inTime(one, request);
                out.accept(Frame.text(frame.id(), Frame.ANSWER, method.response(), result));
            }
            case Handler.ServerStream<Q, R> many -> {
                try (Stream<R> results = many.handle(request)) {
                    results.map(r -> Frame.text(frame.id(), Frame.ITEM, method.response(), r))
                            .forEachOrdered(out);
                }
                out.accept(Frame.empty(frame.id(), Frame.ANSWER));
            }
            case Handler.ClientStream<Q, R> _, Handler.BothStream<Q, R> _ ->
                    throw new IllegalStateException(method + " takes a stream");
        }
    }

    private static <Q, R> R inTime(Handler.Unary<Q, R> handler, Q request) {
        try {
            return CallContext.current().within(DEADLINE).call(() -> handler.handle(request));
        } catch (Exception e) {
            throw CallException.of(e);
        }
    }
}

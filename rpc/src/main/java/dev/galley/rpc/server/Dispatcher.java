// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.rpc.Binding;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Kind;
import dev.galley.rpc.Stage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds who serves a call, and has it served: what every face hands its calls to.
public final class Dispatcher {
    private final Map<String, Served> byName = new ConcurrentHashMap<>();
    private final Map<String, Served> byId = new ConcurrentHashMap<>();
    private final Gate gate;
    private final int writers;

    Dispatcher(Gate gate, int writers) {
        this.gate = gate;
        this.writers = writers;
    }

    void serve(List<Binding<?, ?>> bindings, @Nullable Turnstile turnstile) {
        for (Binding<?, ?> binding : bindings) {
            Served served = new Served(binding, turnstile, writers);
            var method = binding.method();
            Served before = byName.putIfAbsent(method.toString(), served);
            if (before == null) byId.put(method.service() + "/" + method.id(), served);
            else if (!before.replace(binding, turnstile))
                throw new IllegalArgumentException(method + " is served already");
        }
    }

    /// The method of this name; null: none.
    public @Nullable Served find(String service, String method) {
        return byName.get(service + "/" + method);
    }

    /// The method of this number; null: none.
    public @Nullable Served find(String service, int id) {
        return byId.get(service + "/" + id);
    }

    /// All that is served.
    public Collection<Served> all() {
        return byName.values();
    }

    /// How many calls are let in.
    public Gate gate() {
        return gate;
    }

    /// Serves a call on a thread of its own, or refuses it at once. Never waits; any thread.
    public void dispatch(Served served, Incoming incoming) {
        Served.Here here = served.here();
        boolean unary = here.binding().method().kind() == Kind.UNARY;
        if (incoming.context().remaining() == 0) {
            refuse(incoming, Stage.DEADLINE, "deadline", "it came after its deadline");
        } else if (!here.enter()) {
            String elsewhere = here.binding().method().service() + " does not run here now";
            refuse(incoming, Stage.REFUSED, "shutting-down", elsewhere);
        } else if (unary && !gate.enter()) {
            here.leave();
            refuse(incoming, Stage.REFUSED, "overload", "too many calls are under way");
        } else {
            incoming.start(Serving.of(here, incoming, unary ? gate : null));
        }
    }

    private static void refuse(Incoming incoming, Stage stage, String type, String message) {
        incoming.fail(new CallException(stage, type, message, null));
        incoming.left();
    }
}

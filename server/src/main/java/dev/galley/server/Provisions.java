// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.app.App;
import dev.galley.compute.Alone;
import dev.galley.compute.Compute;
import dev.galley.compute.Coordinator;
import dev.galley.compute.Crew;
import dev.galley.compute.Members;
import dev.galley.rpc.Contracts;
import dev.galley.rpc.client.Client;
import dev.galley.sessions.SessionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What modules are given by Galley itself. Any thread but a loop.
final class Provisions implements Function<Class<?>, @Nullable Object>, Crew.Finder {
    private final Map<Class<?>, Crew<?>> crews = new ConcurrentHashMap<>();
    private final SessionStore store;
    private final Compute compute;
    private volatile @Nullable App app;

    Provisions(SessionStore store) {
        this.store = store;
        this.compute = new Coordinator(this, store);
    }

    /// The modules are there, and may run jobs.
    void started(App started) {
        app = started;
    }

    @Override
    public @Nullable Object apply(Class<?> type) {
        return type == Compute.class ? compute : type == SessionStore.class ? store : null;
    }

    @Override
    @SuppressWarnings("unchecked") // a crew is found by its service
    public <S> Crew<S> of(Class<S> service) {
        return (Crew<S>) crews.computeIfAbsent(service, this::find);
    }

    private <S> Crew<S> find(Class<S> service) {
        App running = app;
        if (running == null) throw new IllegalStateException("run jobs when all modules are made");
        Client client = running.everywhere(service);
        if (client != null) return new Members<>(Contracts.of(service), client);
        try {
            int cores = Runtime.getRuntime().availableProcessors();
            return new Alone<>(running.service(service), cores);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

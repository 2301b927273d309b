// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.sticky;

import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionStore;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The way of one balancer to a store: it may fail, before a write or after it.
///
/// @param fails asked before, and after a write
record Shaky(SessionStore store, BooleanSupplier fails) implements SessionStore {
    private void before() {
        if (fails.getAsBoolean()) throw new SessionException("the store is away");
    }

    private <T> T written(T answer) {
        if (fails.getAsBoolean()) throw new SessionException("no answer", true, null);
        return answer;
    }

    @Override
    public @Nullable Versioned get(String id) {
        before();
        return store.get(id);
    }

    @Override
    public long create(String id, byte[] value, Duration ttl) {
        before();
        return written(store.create(id, value, ttl));
    }

    @Override
    public long replace(String id, long version, byte[] value, Duration ttl) {
        before();
        return written(store.replace(id, version, value, ttl));
    }

    @Override
    public boolean touch(String id, Duration ttl) {
        before();
        return store.touch(id, ttl);
    }

    @Override
    public void remove(String id) {
        before();
        store.remove(id);
    }

    @Override
    public Duration ttl() {
        return store.ttl();
    }

    @Override
    public boolean ready() {
        return store.ready();
    }

    @Override
    public void close() {
        store.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.servlet;

import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.SessionStore.Versioned;
import dev.galley.sessions.Sessions;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A session as one request sees it: read when it is first asked for, written back with what the
/// request has changed in it. An attribute that was changed in its place, without being set again,
/// counts as changed too. Another request that changes other attributes meanwhile loses nothing.
/// The threads of the request.
final class StoredSession implements HttpSession {
    private static final int TRIES = 100;
    private static final Duration FOREVER = Duration.ofDays(366);

    /// The time of the last access is written down when it is so old, in milliseconds, or a tenth
    /// of what the session lives: not with each request.
    private static final long STALE = 60_000;

    /// Stands for an attribute that the request has taken away.
    private enum Gone {
        FOR_GOOD
    }

    private final SessionStore store;
    private final Values values;
    private final ServletContext context;
    private final InstantSource clock;
    private final boolean made;

    private String id;
    private Content content;
    private long version;
    private Duration interval;

    /// What the request has set or taken away, and what it has read of the rest.
    private final Map<String, Object> set = new LinkedHashMap<>();

    private final Map<String, Object> read = new LinkedHashMap<>();

    private boolean saved;
    private boolean ended;

    private StoredSession(Maker maker, String id, Content content, long version, boolean made) {
        this.store = maker.store;
        this.values = maker.values;
        this.context = maker.context;
        this.clock = maker.clock;
        this.id = id;
        this.content = content;
        this.version = version;
        this.interval = content.interval();
        this.made = made;
    }

    /// What sessions are made with.
    record Maker(SessionStore store, Values values, ServletContext context, InstantSource clock) {
        /// One that is in the store; null: there is none.
        @Nullable StoredSession find(String id) {
            Versioned found = store.get(id);
            return found == null
                    ? null
                    : new StoredSession(
                            this, id, Content.of(found.value()), found.version(), false);
        }

        /// A new one, which is in the store already.
        StoredSession make() {
            long now = clock.millis();
            Content empty = new Content(now, now, store.ttl(), Map.of());
            String id = Sessions.newId();
            long version = store.create(id, empty.bytes(), store.ttl());
            if (version == 0) throw new SessionException("two sessions have drawn the same id");
            return new StoredSession(this, id, empty, version, true);
        }
    }

    /// Writes what has changed; nothing to do is the usual case, but for prolonging its life.
    ///
    /// @param thorough whether to look for attributes that were changed in their place
    /// @throws SessionException if it can't; then the answer must not say that it was done
    void save(boolean thorough) {
        if (ended) return;
        Map<String, byte[]> changes = changes(thorough);
        boolean old = clock.millis() - content.accessed() > Math.min(STALE, life().toMillis() / 10);
        if (!changes.isEmpty() || old || !interval.equals(content.interval())) write(changes);
        else if (!saved && !store.touch(id, life())) ended = true;
        saved = true;
    }

    private Map<String, byte[]> changes(boolean thorough) {
        Map<String, byte[]> changes = new LinkedHashMap<>();
        set.forEach((name, value) ->
                changes.put(name, value instanceof Gone ? new byte[0] : values.bytes(name, value)));
        if (thorough)
            read.forEach((name, value) -> {
                byte[] now = values.bytes(name, value);
                if (!Arrays.equals(now, content.attributes().get(name))) changes.put(name, now);
            });
        return changes;
    }

    /// If another request was faster, its changes stay but for the attributes that both have.
    private void write(Map<String, byte[]> changes) {
        boolean same = interval.equals(content.interval());
        for (int i = 0; i < TRIES; i++) {
            Content next = content.with(clock.millis(), interval, changes);
            long written = store.replace(id, version, next.bytes(), life());
            if (written != 0) {
                content = next;
                version = written;
                set.forEach((name, value) -> {
                    if (!(value instanceof Gone)) read.put(name, value);
                });
                set.clear();
                return;
            }
            Versioned found = store.get(id);
            ended = found == null;
            if (found == null) return;
            content = Content.of(found.value());
            version = found.version();
            if (same) interval = content.interval();
        }
        throw new SessionException("the session was changed by others all the time");
    }

    private Duration life() {
        return interval.isPositive() && interval.compareTo(FOREVER) < 0 ? interval : FOREVER;
    }

    /// Goes on under another id, which nobody has seen yet.
    void rename() {
        save(true);
        check();
        String next = Sessions.newId();
        long first = store.create(next, content.bytes(), life());
        store.remove(id);
        id = next;
        version = first;
    }

    private void check() {
        if (ended) throw new IllegalStateException("the session was invalidated");
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public long getCreationTime() {
        check();
        return content.created();
    }

    /// Up to a minute, or a tenth of what the session lives, before the true one.
    @Override
    public long getLastAccessedTime() {
        check();
        return content.accessed();
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        interval = Duration.ofSeconds(Math.max(0, seconds));
    }

    @Override
    public int getMaxInactiveInterval() {
        return (int) interval.toSeconds();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        check();
        Object here = set.getOrDefault(name, read.get(name));
        if (here != null) return here instanceof Gone ? null : here;
        byte[] bytes = content.attributes().get(name);
        if (bytes == null) return null;
        Object value = values.value(name, bytes);
        read.put(name, value);
        return value;
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        check();
        Map<String, Object> names = new LinkedHashMap<>(content.attributes());
        names.putAll(set);
        names.values().removeIf(Gone.class::isInstance);
        return Collections.enumeration(names.keySet());
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
            return;
        }
        Object before = getAttribute(name);
        values.checked(name, value);
        if (!value.equals(before)) tell(name, before, value);
        read.remove(name);
        set.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        Object before = getAttribute(name);
        tell(name, before, null);
        read.remove(name);
        set.put(name, Gone.FOR_GOOD);
    }

    private void tell(String name, @Nullable Object before, @Nullable Object now) {
        if (now instanceof HttpSessionBindingListener bound)
            bound.valueBound(new HttpSessionBindingEvent(this, name, now));
        if (before instanceof HttpSessionBindingListener unbound)
            unbound.valueUnbound(new HttpSessionBindingEvent(this, name, before));
    }

    @Override
    public void invalidate() {
        check();
        store.remove(id);
        ended = true;
    }

    @Override
    public boolean isNew() {
        check();
        return made;
    }
}

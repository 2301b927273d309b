// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import dev.galley.sessions.SessionStore.Versioned;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Sessions that are records, by Galley's codec: a program may come to know more fields than were
/// written, and the other way round, as calls may.
///
///     Sessions<Cart> carts = new Sessions<>(store, "cart", CartCodec.INSTANCE, store.ttl());
///     String id = carts.create(new Cart(List.of()));
///     Cart now = carts.update(id, cart -> cart.with(item));
///
/// Any thread but an event loop; all methods wait, and throw, as those of {@link SessionStore}.
///
/// @param <T> a record with a codec: one that has `@Stored`, or that a `@Service` names
public final class Sessions<T> {
    /// How often an update begins again because another one was faster, and how long it waits
    /// between two tries at the most, in nanoseconds.
    private static final int TRIES = 100, PAUSE = 20_000_000;

    private static final int ID_BYTES = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SessionStore store;
    private final String prefix;
    private final Codec<T> codec;
    private final Duration ttl;

    /// @param kind keeps them apart from others of the same store; may be empty
    /// @param ttl how long one lives after it was last written or touched
    public Sessions(SessionStore store, String kind, Codec<T> codec, Duration ttl) {
        SessionLimits.check(ttl);
        this.store = store;
        this.prefix = kind.isEmpty() ? "" : kind + ":";
        this.codec = codec;
        this.ttl = ttl;
    }

    /// An id that nobody guesses: 160 random bits in 27 characters, which need no encoding in a
    /// cookie or a URL.
    public static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Makes one with a new id.
    ///
    /// @return the id
    public String create(T value) {
        String id = newId();
        if (!create(id, value))
            throw new IllegalStateException("two sessions have drawn the same 160 random bits");
        return id;
    }

    /// Makes one with this id.
    ///
    /// @return whether there was none
    public boolean create(String id, T value) {
        return store.create(prefix + id, bytes(value), ttl) != 0;
    }

    /// What is there; null: nothing, or its time is over.
    public @Nullable T get(String id) {
        Versioned found = store.get(prefix + id);
        return found == null ? null : value(found);
    }

    /// Changes one, and prolongs its life. If another change was faster, begins again with what
    /// that one has made.
    ///
    /// @param change may be called many times, and should do nothing besides
    /// @return what is there now; null: there was nothing, and still is
    /// @throws SessionException also if others were faster {@value #TRIES} times
    public @Nullable T update(String id, UnaryOperator<T> change) {
        for (int i = 0; i < TRIES; i++) {
            Versioned found = store.get(prefix + id);
            if (found == null) return null;
            T next = change.apply(value(found));
            if (store.replace(prefix + id, found.version(), bytes(next), ttl) != 0) return next;
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(PAUSE >> Math.max(0, 8 - i)));
        }
        throw new SessionException("the session was changed by others all the time");
    }

    /// Prolongs the life of one.
    ///
    /// @return whether it was there
    public boolean touch(String id) {
        return store.touch(prefix + id, ttl);
    }

    /// Ends one.
    public void remove(String id) {
        store.remove(prefix + id);
    }

    private byte[] bytes(T value) {
        Writer out = new Writer();
        codec.write(out, value);
        return out.toByteArray();
    }

    private T value(Versioned found) {
        return codec.read(new Reader(found.value()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionLimits;
import dev.galley.sessions.SessionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.infinispan.commons.CacheException;
import org.infinispan.container.entries.CacheEntry;
import org.jspecify.annotations.Nullable;

/// Sessions in the memory of several nodes, by Infinispan: each session is on as many of them as
/// the file says, and is written when all of those have it. A node that dies takes nothing with it
/// while another one has a copy. What a partition or a pause may do is in ADR 0014.
public final class ReplicatedStore implements SessionStore {
    private final SessionLimits limits;
    private final InstantSource clock;
    private final Node node;
    private final Confidence confidence;

    private ReplicatedStore(SessionLimits limits, InstantSource clock, Node node) {
        this.limits = limits;
        this.clock = clock;
        this.node = node;
        this.confidence = node.confidence();
    }

    /// Joins the others, or waits for them: {@link #ready} says when it is among them. Takes about
    /// two seconds.
    ///
    /// @param copies how many nodes have each session
    /// @throws SessionException if it can't
    public static ReplicatedStore join(Peers peers, int copies, SessionLimits limits) {
        return new ReplicatedStore(limits, InstantSource.system(), Node.start(peers, copies));
    }

    @Override
    public @Nullable Versioned get(String id) {
        limits.check(id);
        byte[] stored = ask(() -> node.sessions().get(key(id)), false);
        return Stored.isAlive(stored) ? Stored.versioned(stored) : null;
    }

    @Override
    public long create(String id, byte[] value, Duration ttl) {
        limits.check(id, value, ttl);
        if (node.size() >= limits.sessions()) throw limits.full();
        return ask(() -> create(key(id), value, ttl), true);
    }

    private long create(byte[] key, byte[] value, Duration ttl) {
        byte[] before = node.sessions().get(key);
        if (Stored.isAlive(before)) return 0;
        long version = Stored.first(clock.instant(), before);
        byte[] next = Stored.of(version, value);
        boolean made =
                before == null
                        ? node.sessions().putIfAbsent(key, next, ttl.toMillis(), MILLISECONDS)
                                == null
                        : swap(key, before, next, ttl);
        return made ? version : 0;
    }

    @Override
    public long replace(String id, long version, byte[] value, Duration ttl) {
        limits.check(id, value, ttl);
        return ask(() -> replace(key(id), version, value, ttl), true);
    }

    private long replace(byte[] key, long version, byte[] value, Duration ttl) {
        byte[] before = node.sessions().get(key);
        if (before == null || !Stored.isAlive(before) || Stored.version(before) != version)
            return 0;
        return swap(key, before, Stored.of(version + 1, value), ttl) ? version + 1 : 0;
    }

    @Override
    public boolean touch(String id, Duration ttl) {
        limits.check(id);
        SessionLimits.check(ttl);
        return ask(() -> touch(key(id), ttl), false);
    }

    private boolean touch(byte[] key, Duration ttl) {
        byte[] before;
        do {
            before = node.sessions().get(key);
            if (before == null || !Stored.isAlive(before)) return false;
        } while (!swap(key, before, before, ttl));
        return true;
    }

    @Override
    public void remove(String id) {
        limits.check(id);
        ask(() -> remove(key(id)), true);
    }

    /// What is left of it lives as long as the copy of a node that does not see it now.
    private boolean remove(byte[] key) {
        while (true) {
            CacheEntry<byte[], byte[]> entry = node.sessions().getCacheEntry(key);
            if (entry == null || !Stored.isAlive(entry.getValue())) return true;
            byte[] before = entry.getValue();
            Duration life =
                    Duration.ofMillis(Math.max(entry.getLifespan(), limits.ttl().toMillis()));
            if (swap(key, before, Stored.ended(Stored.version(before) + 1), life)) return true;
        }
    }

    private boolean swap(byte[] key, byte[] before, byte[] next, Duration ttl) {
        return node.sessions().replace(key, before, next, ttl.toMillis(), MILLISECONDS);
    }

    private <T> T ask(Supplier<T> answer, boolean write) {
        try {
            return confidence.of(answer, write);
        } catch (CacheException | IllegalStateException e) {
            throw new SessionException(
                    "the nodes that have the session do not answer: " + e.getMessage(), write, e);
        }
    }

    private static byte[] key(String id) {
        return id.getBytes(US_ASCII);
    }

    @Override
    public Duration ttl() {
        return limits.ttl();
    }

    @Override
    public boolean ready() {
        return confidence.isSure();
    }

    @Override
    public void close() {
        node.close();
    }
}

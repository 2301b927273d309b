// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionLimits;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.replicated.Confidence.Question;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
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
        byte[] stored = ask(_ -> node.sessions().get(key(id)), false);
        return stored != null && Stored.isAlive(stored) ? Stored.versioned(stored) : null;
    }

    @Override
    public long create(String id, byte[] value, Duration ttl) {
        limits.check(id, value, ttl);
        if (node.size() >= limits.sessions()) throw limits.full();
        Creation creation = new Creation(key(id), value, ttl);
        return ask(_ -> creation.made(), true);
    }

    /// A session that is made.
    private final class Creation {
        private final byte[] key;
        private final byte[] value;
        private final Duration ttl;

        /// What was written, perhaps; nothing is shorter than a version.
        private byte[] written = {};

        Creation(byte[] key, byte[] value, Duration ttl) {
            this.key = key;
            this.value = value;
            this.ttl = ttl;
        }

        long made() {
            byte[] before = node.sessions().get(key);
            if (before != null && Arrays.equals(before, written)) return Stored.version(written);
            if (Stored.isAlive(before)) return 0;
            long version = Stored.first(clock.instant(), before);
            written = Stored.of(version, value);
            boolean made =
                    before == null
                            ? node.sessions()
                                            .putIfAbsent(key, written, ttl.toMillis(), MILLISECONDS)
                                    == null
                            : swap(key, before, written, ttl);
            return made ? version : 0;
        }
    }

    @Override
    public long replace(String id, long version, byte[] value, Duration ttl) {
        limits.check(id, value, ttl);
        byte[] next = Stored.of(version + 1, value);
        return ask(again -> replace(key(id), version, next, ttl, again) ? version + 1 : 0L, true);
    }

    /// @param again whether it may have been done already
    private boolean replace(byte[] key, long version, byte[] next, Duration ttl, boolean again) {
        byte[] before = node.sessions().get(key);
        if (again && Arrays.equals(before, next)) return true;
        if (before == null || !Stored.isAlive(before)) return false;
        if (again && Stored.version(before) > version + 1)
            throw new SessionException(
                    "the session was written again meanwhile: whether this was done before can"
                            + " only be seen by reading it",
                    true,
                    null);
        return Stored.version(before) == version && swap(key, before, next, ttl);
    }

    @Override
    public boolean touch(String id, Duration ttl) {
        limits.check(id);
        SessionLimits.check(ttl);
        return ask(_ -> touch(key(id), ttl), false);
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
        ask(_ -> remove(key(id)), true);
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

    private <T extends @Nullable Object> T ask(Question<T> question, boolean write) {
        try {
            return confidence.of(question, write);
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

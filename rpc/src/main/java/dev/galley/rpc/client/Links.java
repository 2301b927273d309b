// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.net.Loops;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.rpc.wire.ClientConnection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The connections to the members of a pool: to each as many as its calls need. Any thread.
final class Links {
    /// With so many calls open on each, another connection is worth its while.
    private static final int BUSY = 128;

    private final Loops loops;
    private final Pool pool;
    private final Options options;
    private final int most;
    private final ConcurrentHashMap<Member, AtomicReferenceArray<@Nullable ClientConnection>> all =
            new ConcurrentHashMap<>();
    private volatile boolean closed;

    Links(Loops loops, Pool pool, Options options) {
        this.loops = loops;
        this.pool = pool;
        this.options = options;
        this.most = options.connections() == 0 ? loops.count() : options.connections();
        pool.listen(_ -> sweep());
    }

    /// The one for the next call: the first that is not busy, else a new one, else the least busy.
    ClientConnection to(Member member) {
        AtomicReferenceArray<@Nullable ClientConnection> mine = all.get(member);
        if (mine == null) mine = all.computeIfAbsent(member, _ -> new AtomicReferenceArray<>(most));
        ClientConnection least = null;
        for (int i = 0; i < most; i++) {
            ClientConnection one = mine.get(i);
            if (one == null || !one.usable()) return open(member, mine, i);
            if (one.calls() < BUSY) return one;
            if (least == null || one.calls() < least.calls()) least = one;
        }
        return least == null ? open(member, mine, 0) : least;
    }

    private ClientConnection open(
            Member member, AtomicReferenceArray<@Nullable ClientConnection> mine, int slot) {
        synchronized (mine) {
            ClientConnection there = mine.get(slot);
            if (there != null && there.usable()) return there;
            int loop = Math.floorMod(member.name().hashCode() + slot, loops.count());
            ClientConnection made =
                    ClientConnection.to(
                            member,
                            loops,
                            loops.all().get(loop),
                            options.terms(),
                            options.tls(),
                            pool.config().timeout().connect());
            mine.set(slot, made);
            if (closed) made.close();
            return made;
        }
    }

    /// Lets go of members that have left the pool.
    private void sweep() {
        all.forEach((member, mine) -> {
            if (member.retired() && all.remove(member, mine)) each(mine, ClientConnection::retire);
        });
    }

    private static void each(
            AtomicReferenceArray<@Nullable ClientConnection> links,
            Consumer<ClientConnection> visitor) {
        for (int i = 0; i < links.length(); i++) {
            ClientConnection one = links.get(i);
            if (one != null) visitor.accept(one);
        }
    }

    void close() {
        closed = true;
        all.values().forEach(mine -> each(mine, ClientConnection::close));
    }
}

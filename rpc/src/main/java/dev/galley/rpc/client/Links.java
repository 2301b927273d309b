// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.net.Loops;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.rpc.wire.ClientConnection;
import java.util.concurrent.ConcurrentHashMap;

/// The connections to the members of a pool. Any thread.
final class Links {
    private final Loops loops;
    private final Pool pool;
    private final Options options;
    private final int most;
    private final ConcurrentHashMap<Member, Link> all = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Links(Loops loops, Pool pool, Options options) {
        this.loops = loops;
        this.pool = pool;
        this.options = options;
        this.most = options.connections() == 0 ? loops.count() : options.connections();
        pool.listen(_ -> sweep());
    }

    /// The one for the next call.
    ClientConnection to(Member member) {
        Link link = all.get(member);
        if (link == null)
            link =
                    all.computeIfAbsent(
                            member, m -> new Link(most, i -> connect(m, i), System::nanoTime));
        return link.take();
    }

    private ClientConnection connect(Member member, int number) {
        int loop = Math.floorMod(member.name().hashCode() + number, loops.count());
        ClientConnection made =
                ClientConnection.to(
                        member,
                        loops,
                        loops.all().get(loop),
                        options.terms(),
                        options.tls(),
                        pool.config().timeout().connect());
        if (closed) made.close();
        return made;
    }

    /// Lets go of members that have left the pool.
    private void sweep() {
        all.forEach((member, link) -> {
            if (member.retired() && all.remove(member, link)) link.each(ClientConnection::retire);
        });
    }

    void close() {
        closed = true;
        all.values().forEach(link -> link.each(ClientConnection::close));
    }
}

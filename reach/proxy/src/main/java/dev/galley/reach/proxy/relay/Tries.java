// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.HashKey;
import dev.galley.net.Origin;
import dev.galley.pool.Ask;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.persistence.SessionKey;
import dev.galley.reach.proxy.Keys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a pool may want to know of a client before it chooses, and the members that this client has
/// been at in vain. Belongs to its session.
final class Tries implements Ask {
    private final Pool pool;
    private final Origin origin;
    private List<Member> tried = List.of();

    Tries(Pool pool, Origin origin) {
        this.pool = pool;
        this.origin = origin;
    }

    @Override
    public long hash() {
        HashKey key = pool.hashKey();
        return key == null ? 0 : Keys.hash(key, origin.source());
    }

    @Override
    public boolean tried(Member member) {
        return tried.contains(member);
    }

    @Override
    public @Nullable SessionKey session() {
        return pool.session(origin.source().getAddress(), origin.destination().getAddress());
    }

    /// How many members did not take the client so far.
    int failed() {
        return tried.size();
    }

    /// The member has not taken the client.
    ///
    /// @return whether another one may be tried; if so that is paid for
    boolean another(Member member) {
        if (tried.isEmpty()) tried = new ArrayList<>(2);
        tried.add(member);
        return tried.size() <= pool.config().retry().attempts() && pool.retries().spend();
    }
}

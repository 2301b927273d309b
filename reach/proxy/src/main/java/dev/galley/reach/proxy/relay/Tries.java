// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.HashKey;
import dev.galley.pool.Ask;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.reach.proxy.Keys;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// What a pool may want to know of a client before it chooses, and the members that this client has
/// been at in vain. Belongs to its session.
final class Tries implements Ask {
    private final Pool pool;
    private final InetSocketAddress source;
    private List<Member> tried = List.of();

    Tries(Pool pool, InetSocketAddress source) {
        this.pool = pool;
        this.source = source;
    }

    @Override
    public long hash() {
        HashKey key = pool.hashKey();
        return key == null ? 0 : Keys.hash(key, source);
    }

    @Override
    public boolean tried(Member member) {
        return tried.contains(member);
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

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.HashKey;
import dev.galley.net.Origin;
import dev.galley.pool.Ask;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.persistence.SessionKey;
import org.jspecify.annotations.Nullable;

/// A request whose client is sent to a member. Where to, is the configuration's word alone: of the
/// request, only the path and the query go along.
record Referral(Pool pool, long hash, Affinity affinity) implements Ask {
    static Referral of(Pool pool, Origin origin, boolean tls, RequestHead request) {
        HashKey key = pool.hashKey();
        Affinity affinity = new Affinity();
        affinity.begin(pool, origin, tls, request, false);
        long hash = key == null ? 0 : Keys.hash(key, origin.source(), request);
        return new Referral(pool, hash, affinity);
    }

    @Nullable Lease choose() {
        return pool.choose(this);
    }

    /// What the client is told of the member's session, as a Set-Cookie value; null: nothing.
    @Nullable String news(Member member) {
        return affinity.news(member, this);
    }

    @Override
    public @Nullable SessionKey session() {
        return affinity.session();
    }

    @Override
    public @Nullable Member kept() {
        return affinity.kept();
    }

    @Override
    public boolean tried(Member member) {
        return false;
    }

    /// Whether the member's public address is the very one that this request was sent to: the
    /// client would come back for ever.
    ///
    /// @param scheme by which it came, `http` or `https`
    static boolean leadsBack(Member member, String scheme, RequestHead request) {
        if (request.authorityTo <= 0) return false;
        String host = request.text(request.hostFrom, request.authorityTo);
        return member.publicUrl().equalsIgnoreCase(scheme + "://" + host);
    }

    static String location(Member member, Route route, RequestHead request) {
        String path = RequestWriter.path(route, request);
        String query =
                request.queryFrom < 0 ? "" : "?" + request.text(request.queryFrom, request.queryTo);
        return member.publicUrl() + path + query;
    }
}

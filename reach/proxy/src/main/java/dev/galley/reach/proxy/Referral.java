// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.HashKey;
import dev.galley.pool.Ask;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A request whose client is sent to a member. Where to, is the configuration's word alone: of the
/// request, only the path and the query go along.
record Referral(Pool pool, long hash) implements Ask {
    static Referral of(Pool pool, InetSocketAddress source, RequestHead request) {
        HashKey key = pool.hashKey();
        return new Referral(pool, key == null ? 0 : Keys.hash(key, source, request));
    }

    @Nullable Lease choose() {
        return pool.choose(this);
    }

    @Override
    public boolean tried(Member member) {
        return false;
    }

    /// Whether the member's public address is the very one that this request was sent to: the
    /// client would come back for ever.
    static boolean leadsBack(Member member, RequestHead request) {
        String url = member.publicUrl();
        String host = request.text(request.hostFrom, request.authorityTo);
        return request.authorityTo > 0
                && url.substring(url.indexOf("://") + 3).equalsIgnoreCase(host);
    }

    static String location(Member member, Route route, RequestHead request) {
        String path = RequestWriter.path(route, request);
        String query =
                request.queryFrom < 0 ? "" : "?" + request.text(request.queryFrom, request.queryTo);
        return member.publicUrl() + path + query;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.net.tls.TlsClient;
import dev.galley.pool.Member;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Idle connections to members, the last one used first, so that those that are not needed grow old
/// and go. Belongs to its loop's thread; only {@link #size} is read by others.
final class Upstreams {
    private final Map<Member, ArrayDeque<Upstream>> idle = new HashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /// One to `member`, by `tls`, or null.
    @Nullable Upstream take(Member member, @Nullable TlsClient tls) {
        ArrayDeque<Upstream> waiting = idle.get(member);
        Upstream upstream = waiting == null ? null : waiting.pollLast();
        if (upstream == null) return null;
        count(-1);
        if (upstream.tls == tls) return upstream;
        // The pool's configuration has changed since.
        upstream.discard();
        return take(member, tls);
    }

    /// Keeps one for later.
    ///
    /// @return false if there are `most` already, or the member has left
    boolean keep(Upstream upstream, int most) {
        if (upstream.member.retired()) return false;
        ArrayDeque<Upstream> waiting =
                idle.computeIfAbsent(upstream.member, m -> new ArrayDeque<>());
        if (waiting.size() >= most) return false;
        waiting.addLast(upstream);
        count(1);
        return true;
    }

    /// It has closed while it was idle.
    void remove(Upstream upstream) {
        ArrayDeque<Upstream> waiting = idle.get(upstream.member);
        if (waiting != null && waiting.remove(upstream)) count(-1);
    }

    /// Closes those whose member has left its pool.
    void forget() {
        for (Member member : idle.keySet().toArray(Member[]::new)) {
            if (!member.retired()) continue;
            ArrayDeque<Upstream> waiting = idle.remove(member);
            if (waiting == null) continue;
            count(-waiting.size());
            waiting.forEach(Upstream::discard);
        }
    }

    int size() {
        return size.getOpaque();
    }

    private void count(int change) {
        size.setOpaque(size.getPlain() + change);
    }
}

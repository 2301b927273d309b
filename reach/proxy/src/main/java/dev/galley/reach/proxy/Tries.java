// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.HashKey;
import dev.galley.pool.Ask;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Outcome;
import dev.galley.pool.Pool;
import dev.galley.pool.persistence.SessionKey;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a request needs to be tried again: its head, the members that it has been at in vain, and
/// whether it may be at one more. Belongs to its exchange.
final class Tries implements Ask {
    private static final int MOST = 16;

    final Affinity affinity = new Affinity();
    private final @Nullable Member[] tried = new Member[MOST];
    private int count;
    private int retries;
    private long hash;
    private boolean idempotent;
    private Termination last = Termination.NO_MEMBER;
    private @Nullable ByteBuf head;
    private @Nullable Lease lease;
    private long chosenAt;
    private long waitUntil;

    void begin(Pool pool, Client client, Site site, Route route, RequestHead request) {
        affinity.begin(pool, client.origin(), client.secure(request), request, true);
        head = RequestWriter.write(request, client, route, site, affinity);
        HashKey key = pool.hashKey();
        hash = key == null ? 0 : Keys.hash(key, client.source(), request);
        // A body is gone once it was sent.
        idempotent = request.idempotent() && !request.hasBody();
        retries = 0;
        waitUntil = 0;
        last = Termination.NO_MEMBER;
    }

    void forget() {
        dropHead();
        affinity.forget();
        Arrays.fill(tried, 0, count, null);
        count = 0;
    }

    @Override
    public long hash() {
        return hash;
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
        for (int i = 0; i < count; i++) if (tried[i] == member) return true;
        return false;
    }

    /// The head as the members get it, to be written.
    ByteBuf head() {
        ByteBuf bytes = head;
        if (bytes == null) throw new IllegalStateException("no try is made after an answer");
        return bytes.retainedDuplicate();
    }

    /// The failed connection may still hold the old bytes: hence a copy.
    void renewHead() {
        ByteBuf old = head;
        if (old == null) return;
        head = old.copy();
        old.release();
    }

    /// There will be no other try.
    void dropHead() {
        ByteBuf dropped = head;
        head = null;
        if (dropped != null) dropped.release();
    }

    /// Whether this is the first try.
    boolean first() {
        return retries == 0;
    }

    /// Whether nothing has failed so far.
    boolean none() {
        return count == 0;
    }

    /// How long it waits in the queue: whoever joins again, since a newcomer was faster, has waited
    /// already.
    ///
    /// @param deadline of one that joins for the first time
    long waitUntil(long deadline) {
        if (waitUntil == 0) waitUntil = deadline;
        return waitUntil;
    }

    /// Why the last try failed.
    Termination last() {
        return last;
    }

    /// Whether the request does no harm if it was served twice.
    boolean idempotent() {
        return idempotent;
    }

    /// A member was chosen.
    void hold(Lease chosen, long now) {
        lease = chosen;
        chosenAt = now;
    }

    /// The right to use the member that is being tried.
    @Nullable Lease held() {
        return lease;
    }

    /// Writes what the client must know of the member that answers.
    void tell(HeadWriter out) {
        if (lease != null) affinity.tell(out, lease.member(), this);
    }

    /// The try is over.
    ///
    /// @param at when the answer's head was there, or it was clear that none would come
    void end(Outcome outcome, long at) {
        Lease ended = lease;
        lease = null;
        if (ended == null) return;
        if (outcome != Outcome.ANSWERED && count < MOST) tried[count++] = ended.member();
        ended.close(outcome, at - chosenAt);
    }

    /// Whether another try may be made; if so it is paid for.
    ///
    /// @param sent whether the request may have reached the member
    boolean again(Pool pool, Termination why, boolean sent) {
        last = why;
        if (why == Termination.ANSWER_TIMEOUT || (sent && !idempotent) || count == MOST)
            return false;
        if (retries >= pool.config().retry().attempts() || !pool.retries().spend()) return false;
        retries++;
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.HashKey;
import dev.galley.config.ProxyProtocol;
import dev.galley.config.Size;
import dev.galley.net.ProxyHeader;
import dev.galley.pool.Ask;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Outcome;
import dev.galley.pool.Pool;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request and its answer: from the client to a member and back, over as many tries as it
/// takes. Used again for other requests; belongs to its loop's thread.
@SuppressWarnings(
        "NullAway.Init") // begin and refuse set what an exchange is about, before anything else is
// called
final class Exchange implements Ask {
    private static final int MOST_TRIED = 16;
    private static final long UNHURRIED_NANOS = TimeUnit.MINUTES.toNanos(1);

    final Worker worker;
    final Summary summary = new Summary();
    private final Body body = new Body();
    private final Answer answer = new Answer();
    private final Tunnel tunnel = new Tunnel();
    private final @Nullable Member[] tried = new Member[MOST_TRIED];

    private Client client;
    private Site site;
    private Pool pool;
    private @Nullable Route route;
    private @Nullable Lease lease;
    private @Nullable Upstream member;
    private @Nullable Waiting waiting;
    private @Nullable ByteBuf head;

    private int triedCount;
    private int attempts;
    private long hash;
    private long sentAt;
    private boolean http11;
    private boolean toHead;
    private boolean keep;
    private boolean idempotent;
    private boolean reused;
    private boolean fresh;
    private boolean sent;
    private Termination lastFailure = Termination.NO_MEMBER;

    Exchange(Worker worker) {
        this.worker = worker;
    }

    /// Serves the request whose head, `length` bytes long, was just parsed.
    void begin(Client client, Site site, RequestHead request, int length, long now) {
        clear(client, site);
        summary.begin(site, request, now);
        summary.bytesIn = length;
        http11 = request.http11;
        toHead = request.head;
        keep = !request.close && !client.last(site);
        if (request.chunked) body.chunked();
        else body.length(Math.max(0, request.contentLength));
        Size most = site.limits.body();
        Route found = site.route(request);
        route = found;
        if (most != null && request.contentLength > most.bytes())
            fail(413, Termination.BAD_REQUEST);
        else if (found == null) fail(404, Termination.NO_ROUTE);
        else if (found.pool == null) local(found, request);
        else forward(found, found.pool, request, now);
    }

    /// Refuses a request whose head could not be understood.
    void refuse(Client client, Site site, int status, long now) {
        clear(client, site);
        summary.begin(site, null, now);
        summary.problem(status == 408 ? "head too slow" : worker.request.problem);
        http11 = true;
        toHead = false;
        keep = false;
        body.untilClose();
        fail(status, status == 408 ? Termination.CLIENT_SLOW : Termination.BAD_REQUEST);
    }

    private void clear(Client client, Site site) {
        this.client = client;
        this.site = site;
        route = null;
        triedCount = attempts = 0;
        reused = fresh = sent = false;
        lastFailure = Termination.NO_MEMBER;
        tunnel.clear();
        answer.clear();
    }

    private void local(Route found, RequestHead request) {
        keep = keep && body.done();
        Replies replies = new Replies(worker, keep, http11, toHead);
        ByteBuf bytes;
        if (found.respond != null) {
            bytes = replies.respond(found.respond, found.answerEdits);
            summary.status = found.respond.status();
        } else if (found.redirect != null) {
            bytes = replies.redirect(found.redirect, request, found.answerEdits);
            summary.status = found.redirect.status();
        } else {
            throw new IllegalStateException("a route without an action");
        }
        reply(bytes, Termination.LOCAL);
    }

    private void fail(int status, Termination how) {
        keep = keep && body.done() && status != 408;
        summary.status = status;
        reply(new Replies(worker, keep, http11, toHead).error(status, site), how);
    }

    private void reply(ByteBuf bytes, Termination how) {
        summary.bytesOut += bytes.readableBytes();
        client.write(bytes);
        client.flush();
        over(how, System.nanoTime());
    }

    private void forward(Route found, Pool to, RequestHead request, long now) {
        pool = to;
        HashKey key = to.hashKey();
        hash = key == null ? 0 : Keys.hash(key, client.source(), request);
        idempotent = request.idempotent() && !request.hasBody();
        answer.begin(client, site, found, to.loadHeader(), request, keep);
        head = RequestWriter.write(request, client, found, site);
        choose(now);
    }

    @Override
    public long hash() {
        return hash;
    }

    @Override
    public boolean tried(Member member) {
        for (int i = 0; i < triedCount; i++) if (tried[i] == member) return true;
        return false;
    }

    private void choose(long now) {
        Lease chosen = pool.choose(this);
        if (chosen == null) noneToChoose(now);
        else use(chosen, now);
    }

    private void noneToChoose(long now) {
        if (triedCount > 0)
            fail(lastFailure == Termination.CONNECT_TIMEOUT ? 504 : 502, lastFailure);
        else if (pool.down()) fail(503, Termination.NO_MEMBER);
        else queue(now);
    }

    /// Joins the queue, and looks once more: what became free in between wakes nobody.
    private void queue(long now) {
        Waiting ticket = new Waiting(this, worker);
        if (!pool.queue().join(ticket)) {
            fail(503, Termination.QUEUE_FULL);
            return;
        }
        Lease chosen = pool.choose(this);
        if (chosen != null) {
            pool.queue().leave(ticket);
            use(chosen, now);
        } else {
            waiting = ticket;
            ticket.until(now + pool.config().queue().timeout().toNanos());
        }
    }

    /// A member may have room now.
    void woken(Waiting ticket) {
        if (waiting != ticket) return;
        waiting = null;
        choose(System.nanoTime());
    }

    /// Has waited for too long.
    void waitedOut(Waiting ticket) {
        if (waiting != ticket) return;
        waiting = null;
        pool.queue().leave(ticket);
        fail(503, Termination.QUEUE_TIMEOUT);
    }

    private void use(Lease chosen, long now) {
        lease = chosen;
        summary.tries++;
        sentAt = now;
        if (attempts == 0) pool.retries().earn();
        Upstream idle = worker.upstreams.take(chosen.member());
        if (idle == null) {
            connect(chosen, now);
            return;
        }
        reused = true;
        member = idle;
        idle.attach(this);
        send(idle, now);
        goOn();
    }

    private void connect(Lease chosen, long now) {
        reused = false;
        Upstream opening = new Upstream(worker, chosen.member(), this);
        member = opening;
        opening.connect(now + pool.config().timeout().connect().toNanos());
    }

    /// The connection to the member is open.
    void connected(long now) {
        Upstream open = member;
        if (open == null) return;
        ProxyProtocol protocol = pool.config().proxyProtocol();
        if (protocol != ProxyProtocol.OFF) {
            InetSocketAddress from = client.source(),
                    to = (InetSocketAddress) client.channel().localAddress();
            open.write(
                    protocol == ProxyProtocol.V1
                            ? ProxyHeader.v1(from, to, worker.allocator)
                            : ProxyHeader.v2(from, to, worker.allocator));
        }
        send(open, now);
        goOn();
    }

    /// The body, which may have waited for a member.
    private void goOn() {
        client.resume();
        client.process();
    }

    private void send(Upstream to, long now) {
        ByteBuf bytes = head;
        if (bytes == null) return;
        sent = true;
        to.until(now + answerNanos());
        to.write(bytes.retainedDuplicate());
        // A body that is there already goes out with the head, in one write.
        if (body.done() || !client.hasInput()) to.flush();
    }

    private long answerNanos() {
        return pool.config().timeout().answer().toNanos();
    }

    /// The client sent some of the body.
    ///
    /// @return whether the client may go on with what is left of `in`
    boolean body(ByteBuf in) {
        Upstream to = member;
        if (to == null || !sent) {
            client.pause();
            return false;
        }
        int n = body.take(in, null);
        Size most = site.limits.body();
        if (n < 0 || (most != null && body.payload() > most.bytes())) {
            badBody(n < 0 ? 400 : 413);
            return false;
        }
        summary.bytesIn += n;
        pass(in, n, to);
        return bodyProgress(to, System.nanoTime());
    }

    private void pass(ByteBuf in, int n, Upstream to) {
        if (n == in.readableBytes()) {
            client.takeIn();
            to.write(in);
        } else {
            to.write(in.readRetainedSlice(n));
        }
        to.flush();
    }

    private boolean bodyProgress(Upstream to, long now) {
        to.until(now + answerNanos());
        if (crawls(now)) {
            bodySlow();
            return false;
        }
        if (body.done()) {
            client.bodyDone();
            return client.hasInput();
        }
        client.bodyProgress(now + site.bodyNanos);
        if (!to.writable()) client.pause();
        return false;
    }

    /// Whether the body comes at less than the least rate, after its first minute.
    private boolean crawls(long now) {
        long nanos = now - summary.started();
        if (body.done() || nanos < UNHURRIED_NANOS) return false;
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        return body.payload() < site.limits.minRate().bytes() * seconds;
    }

    private void badBody(int status) {
        dropMember(Outcome.ABANDONED);
        if (answer.begun()) cut(Termination.BAD_REQUEST);
        else fail(status, Termination.BAD_REQUEST);
    }

    /// The client has not sent anything of the body for too long.
    void bodySlow() {
        dropMember(Outcome.ABANDONED);
        if (answer.begun()) cut(Termination.CLIENT_SLOW);
        else fail(408, Termination.CLIENT_SLOW);
    }

    /// The member takes bytes again.
    void memberWritable() {
        client.resume();
    }

    /// The member sent something.
    void answered(ByteBuf bytes) {
        Upstream from = member;
        if (from == null) {
            bytes.release();
        } else if (tunnel.open()) {
            summary.bytesOut += bytes.readableBytes();
            tunnel.toClient(client, from, bytes, site);
        } else {
            progress(from, answer.take(from, bytes));
        }
    }

    private void progress(Upstream from, Answer.Progress progress) {
        switch (progress) {
            case MORE -> awaitMore(from);
            case DONE -> finish(from);
            case MALFORMED -> lost(Outcome.FAILED, Termination.BAD_ANSWER);
            case SWITCHED -> {
                dropHead();
                summary.status = 101;
                tunnel.open(client, from, site);
                client.process();
            }
        }
    }

    private void awaitMore(Upstream from) {
        if (answer.begun()) dropHead();
        long now = System.nanoTime();
        if (client.writable()) {
            from.until(now + answerNanos());
        } else {
            from.unhurried();
            from.pause();
            client.stuck(now);
        }
    }

    /// The client takes bytes again.
    void clientWritable() {
        Upstream from = member;
        if (from == null) return;
        from.resume();
        if (!tunnel.open()) from.until(System.nanoTime() + answerNanos());
    }

    /// All that the member sent at this go was passed on.
    void flushAnswer() {
        if (answer.begun() || tunnel.open()) client.flush();
    }

    private void finish(Upstream from) {
        client.flush();
        long now = System.nanoTime();
        member = null;
        // A connection that began with one client's address must not carry another's requests.
        boolean anyones = pool.config().proxyProtocol() == ProxyProtocol.OFF;
        if (answer.keepsMember() && body.done() && anyones)
            from.release(pool.config().keepAlive(), now + pool.config().timeout().idle().toNanos());
        else from.discard();
        closeLease(answer.outcome(), answer.begunAt() - sentAt);
        summary.status = answer.status();
        summary.bytesOut += answer.bytes();
        keep = answer.keeps() && body.done();
        over(Termination.DONE, now);
    }

    /// The client sent something through the tunnel.
    void tunnelled(ByteBuf bytes) {
        Upstream to = member;
        if (to == null) {
            bytes.release();
            return;
        }
        summary.bytesIn += bytes.readableBytes();
        tunnel.toMember(client, to, bytes, site);
    }

    /// The client will send no more through the tunnel.
    void tunnelEnded() {
        Upstream to = member;
        if (to != null && tunnel.clientEnded()) to.endOutput();
        else endTunnel();
    }

    /// What either side has sent still reaches the other.
    private void endTunnel() {
        long now = System.nanoTime();
        Upstream from = member;
        member = null;
        if (from != null) from.discardFlushed(now + site.sendNanos);
        closeLease(Outcome.ANSWERED, answer.begunAt() - sentAt);
        keep = false;
        over(Termination.DONE, now);
    }

    /// The member will send no more.
    ///
    /// @return whether that was to be expected
    boolean memberEnded() {
        Upstream from = member;
        if (from == null) return false;
        if (tunnel.open()) {
            if (tunnel.memberEnded()) client.endOutput();
            else endTunnel();
            return true;
        }
        if (!answer.ended()) return false;
        finish(from);
        return true;
    }

    /// The member's connection is gone.
    void memberClosed() {
        if (tunnel.open()) endTunnel();
        else
            lost(
                    Outcome.FAILED,
                    answer.begun() ? Termination.TRUNCATED : Termination.MEMBER_CLOSED);
    }

    /// No connection came about.
    void notConnected(Termination why) {
        lost(why == Termination.CONNECT_TIMEOUT ? Outcome.TIMED_OUT : Outcome.NOT_CONNECTED, why);
    }

    /// The member's time is over.
    void memberSlow() {
        if (tunnel.open()) endTunnel();
        else if (!sent) notConnected(Termination.CONNECT_TIMEOUT);
        else
            lost(
                    Outcome.TIMED_OUT,
                    answer.begun() ? Termination.TRUNCATED : Termination.ANSWER_TIMEOUT);
    }

    /// This try has failed: another one, an error, or, if the client has part of the answer
    /// already, the end.
    private void lost(Outcome outcome, Termination why) {
        Upstream failed = member;
        member = null;
        if (failed != null) failed.discard();
        if (answer.begun()) {
            closeLease(outcome, System.nanoTime() - sentAt);
            cut(why);
        } else if (staleConnection(why)) {
            again();
        } else {
            closeLease(outcome, System.nanoTime() - sentAt);
            if (mayRetry(why)) retry();
            else fail(outcome == Outcome.TIMED_OUT ? 504 : 502, why);
        }
    }

    /// The member closed an idle connection just as it was used: nobody's failure, and no news
    /// about the member.
    private boolean staleConnection(Termination why) {
        return reused && !fresh && idempotent && why == Termination.MEMBER_CLOSED && lease != null;
    }

    private void again() {
        Lease same = lease;
        if (same == null) return;
        fresh = true;
        copyHead();
        sent = false;
        answer.again();
        connect(same, System.nanoTime());
    }

    private boolean mayRetry(Termination why) {
        lastFailure = why;
        if (why == Termination.ANSWER_TIMEOUT || (sent && !idempotent)) return false;
        return attempts < pool.config().retry().attempts()
                && triedCount < MOST_TRIED
                && pool.retries().spend();
    }

    private void retry() {
        attempts++;
        client.proxy.tally(client).retries.add(1);
        copyHead();
        sent = false;
        answer.again();
        choose(System.nanoTime());
    }

    /// The failed connection may still hold the old bytes.
    private void copyHead() {
        ByteBuf old = head;
        if (old == null) return;
        head = old.copy();
        old.release();
    }

    private void closeLease(Outcome outcome, long nanos) {
        Lease closing = lease;
        lease = null;
        if (closing == null) return;
        summary.member = closing.member();
        if (outcome != Outcome.ANSWERED && triedCount < MOST_TRIED)
            tried[triedCount++] = closing.member();
        closing.close(outcome, nanos);
    }

    private void dropMember(Outcome outcome) {
        Upstream dropped = member;
        member = null;
        if (dropped != null) dropped.discard();
        closeLease(outcome, System.nanoTime() - sentAt);
    }

    private void dropHead() {
        ByteBuf dropped = head;
        head = null;
        if (dropped != null) dropped.release();
    }

    /// The client has gone, or is given up.
    void clientGone(Termination why) {
        Waiting ticket = waiting;
        waiting = null;
        if (ticket != null) pool.queue().leave(ticket);
        if (tunnel.open()) {
            closeLease(Outcome.ANSWERED, answer.begunAt() - sentAt);
            dropMember(Outcome.ANSWERED);
            done(Termination.DONE);
            return;
        }
        dropMember(Outcome.ABANDONED);
        if (summary.status == 0) summary.status = answer.begun() ? answer.status() : 499;
        done(why);
    }

    /// Ends it by closing the client's connection behind what it has got so far: the only way to
    /// tell it that the answer is not whole.
    private void cut(Termination why) {
        Client whose = client;
        boolean whole = body.done();
        if (summary.status == 0) summary.status = answer.status();
        done(why);
        whose.finished(false, whole, System.nanoTime());
    }

    /// Ends it with a whole answer.
    private void over(Termination how, long now) {
        Client whose = client;
        boolean more = keep, whole = body.done();
        summary.end(whose, site, route, how, now);
        recycle();
        whose.finished(more, whole, now);
    }

    private void done(Termination why) {
        summary.bytesOut += answer.bytes();
        summary.end(client, site, route, why, System.nanoTime());
        recycle();
    }

    @SuppressWarnings(
            "NullAway") // between two requests an exchange is about nothing, and holds on to
    // nothing
    private void recycle() {
        dropHead();
        Arrays.fill(tried, 0, triedCount, null);
        answer.forget();
        client = null;
        site = null;
        pool = null;
        route = null;
        worker.recycle(this);
    }
}

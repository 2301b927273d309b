// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.ProxyProtocol;
import dev.galley.net.tls.TlsClient;
import dev.galley.pool.Lease;
import dev.galley.pool.Outcome;
import dev.galley.pool.Pool;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A request's way to a member and the answer's way back, over as many tries as it takes. Belongs
/// to its exchange.
@SuppressWarnings("NullAway.Init") // begin says what it is about, before anything else is called
final class Forward {
    private final Exchange exchange;
    private final Answer answer;
    private final Tunnel tunnel = new Tunnel();
    private final Tries tries = new Tries();
    private final Admission admission;

    private Client client;
    private Site site;
    private Pool pool;
    private @Nullable Upstream member;
    private boolean reused;
    private boolean fresh;
    private boolean sent;

    Forward(Exchange exchange) {
        this.exchange = exchange;
        this.answer = new Answer(exchange.upload);
        this.admission = new Admission(exchange, this, tries);
    }

    void clear() {
        reused = fresh = sent = false;
        tunnel.clear();
        answer.clear();
    }

    void begin(
            Client client,
            Site site,
            Route route,
            Pool pool,
            RequestHead request,
            boolean keep,
            long now) {
        this.client = client;
        this.site = site;
        this.pool = pool;
        tries.begin(pool, client, site, route, request);
        answer.begin(client, site, route, pool.loadHeader(), request, keep, tries);
        admission.begin(pool, client, request.expectContinue, now);
    }

    @SuppressWarnings("NullAway") // see Exchange.recycle
    void forget() {
        tries.forget();
        answer.forget();
        admission.forget();
        client = null;
        site = null;
        pool = null;
    }

    /// A member was chosen.
    void use(Lease chosen, long now) {
        tries.hold(chosen, now);
        exchange.summary.tries++;
        exchange.summary.member = chosen.member();
        if (tries.first()) pool.retries().earn();
        Upstream idle = exchange.worker.upstreams.take(chosen.member(), tls());
        if (idle == null) {
            connect(chosen, now);
            return;
        }
        reused = true;
        member = idle;
        idle.attach(this);
        send(idle, now);
    }

    private void connect(Lease chosen, long now) {
        reused = false;
        Upstream opening = new Upstream(exchange.worker, chosen.member(), tls(), this);
        member = opening;
        long deadline = now + pool.config().timeout().connect().toNanos();
        opening.connect(deadline, client.header(pool.config().proxyProtocol()));
    }

    private @Nullable TlsClient tls() {
        return exchange.worker.tls.of(pool.config().tls());
    }

    /// The connection to the member is open.
    void connected(long now) {
        Upstream open = member;
        if (open != null) send(open, now);
    }

    private void send(Upstream to, long now) {
        sent = true;
        to.until(now + answerNanos());
        to.write(tries.head());
        // A body that is there already goes out with the head, in one write.
        if (exchange.upload.done() || !client.hasInput()) to.flush();
        // The body may have waited for a member.
        client.resume();
        client.process();
    }

    private long answerNanos() {
        return pool.config().timeout().answer().toNanos();
    }

    /// The client sent some of the body.
    ///
    /// @return whether the client may go on with what is left of `in`
    boolean body(ByteBuf in) {
        if (tries.affinity.searching()) return admission.search(in);
        Upstream to = member;
        if (to == null || !sent) {
            client.pause();
            return false;
        }
        long now = System.nanoTime();
        int n = exchange.upload.take(in, site, now - exchange.summary.started());
        if (n < 0) {
            refuseBody(-n);
            return false;
        }
        exchange.summary.bytesIn += n;
        Upload.pass(client, in, n, to);
        to.until(now + answerNanos());
        if (exchange.upload.done()) {
            client.bodyDone();
            return client.hasInput();
        }
        client.bodyProgress(now + site.bodyNanos);
        if (to.full()) client.pause();
        return false;
    }

    /// The body is malformed (400), too large (413) or too slow (408).
    void refuseBody(int status) {
        dropMember(Outcome.ABANDONED);
        Termination how = status == 408 ? Termination.CLIENT_SLOW : Termination.BAD_REQUEST;
        if (answer.begun()) cut(how);
        else exchange.fail(status, how);
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
            exchange.summary.bytesOut += bytes.readableBytes();
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
                tries.dropHead();
                exchange.summary.status = 101;
                tunnel.open(client, from, site);
                client.process();
            }
        }
    }

    private void awaitMore(Upstream from) {
        if (answer.begun()) tries.dropHead();
        long now = System.nanoTime();
        if (client.full()) {
            from.unhurried();
            from.pause();
            client.stuck(now);
        } else {
            from.until(now + answerNanos());
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
        if (answer.keepsMember() && exchange.upload.done() && anyones)
            from.release(pool.config().keepAlive(), now + pool.config().timeout().idle().toNanos());
        else from.discard();
        tries.end(answer.outcome(), answer.begunAt());
        account();
        exchange.over(Termination.DONE, answer.keeps(), now);
    }

    /// The client sent something through the tunnel.
    void tunnelled(ByteBuf bytes) {
        Upstream to = member;
        if (to == null) {
            bytes.release();
            return;
        }
        exchange.summary.bytesIn += bytes.readableBytes();
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
        Upstream from = member;
        member = null;
        if (from != null) from.discardFlushed(System.nanoTime() + site.sendNanos);
        tries.end(Outcome.ANSWERED, answer.begunAt());
        cut(Termination.DONE);
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
        else lost(Outcome.FAILED, unlessBegun(Termination.MEMBER_CLOSED));
    }

    /// No connection came about.
    void notConnected(Termination why, String problem) {
        exchange.summary.problem(problem);
        lost(Outcome.NOT_CONNECTED, why);
    }

    /// The member's time is over.
    void memberSlow() {
        if (tunnel.open()) endTunnel();
        else if (!sent) lost(Outcome.TIMED_OUT, Termination.CONNECT_TIMEOUT);
        else lost(Outcome.TIMED_OUT, unlessBegun(Termination.ANSWER_TIMEOUT));
    }

    private Termination unlessBegun(Termination why) {
        return answer.begun() ? Termination.TRUNCATED : why;
    }

    /// This try has failed: another one, an error, or, if the client has part of the answer
    /// already, the end.
    private void lost(Outcome outcome, Termination why) {
        if (!answer.begun() && stale(why)) {
            again();
            return;
        }
        dropMember(outcome);
        if (answer.begun()) cut(why);
        else if (tries.again(pool, why, sent)) retry();
        else exchange.fail(outcome == Outcome.TIMED_OUT ? 504 : 502, why);
    }

    /// The member closed an idle connection just as it was used: nobody's failure, and no news
    /// about the member.
    private boolean stale(Termination why) {
        return reused && !fresh && tries.idempotent() && why == Termination.MEMBER_CLOSED;
    }

    /// Asks the same member on a new connection.
    private void again() {
        Upstream closed = member;
        Lease same = tries.held();
        if (closed == null || same == null) return;
        closed.discard();
        fresh = true;
        renew();
        connect(same, System.nanoTime());
    }

    private void retry() {
        client.proxy.tally(client).retries.add(1);
        renew();
        admission.choose(System.nanoTime());
    }

    /// As if nothing had been sent.
    private void renew() {
        sent = false;
        answer.again();
        tries.renewHead();
    }

    private void dropMember(Outcome outcome) {
        Upstream dropped = member;
        member = null;
        if (dropped != null) dropped.discard();
        tries.end(outcome, System.nanoTime());
    }

    /// The client has gone, or is given up.
    ///
    /// @return how it ended: a tunnel ends well however it ends
    Termination abandon(Termination why) {
        admission.leave();
        boolean served = tunnel.open();
        dropMember(served ? Outcome.ANSWERED : Outcome.ABANDONED);
        account();
        if (exchange.summary.status == 0) exchange.summary.status = 499;
        return served ? Termination.DONE : why;
    }

    private void cut(Termination why) {
        account();
        exchange.cut(why);
    }

    /// What of the answer the client has got.
    private void account() {
        exchange.summary.bytesOut += answer.bytes();
        if (answer.begun()) exchange.summary.status = answer.status();
    }
}

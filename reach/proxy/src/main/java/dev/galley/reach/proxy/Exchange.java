// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.ListenerConfig;
import dev.galley.config.Size;
import dev.galley.pool.Lease;
import dev.galley.pool.Outcome;
import dev.galley.pool.Pool;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// One request and its answer, as the client sees it. Answers itself what needs no member, and
/// leaves the rest to its {@link Forward}. Used again for other requests; belongs to its loop's
/// thread.
@SuppressWarnings("NullAway.Init") // begin and refuse say what it is about, before anything else
final class Exchange {
    final Worker worker;
    final Summary summary = new Summary();
    final Upload upload = new Upload();
    final Forward forward = new Forward(this);
    private Client client;
    private Site site;
    private @Nullable Route route;
    private boolean http11;
    private boolean toHead;
    private boolean keep;

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
        upload.begin(request);
        Size most = site.limits.body();
        Route found = site.route(request);
        route = found;
        if (most != null && request.contentLength > most.bytes())
            fail(413, Termination.BAD_REQUEST);
        else if (found == null) fail(404, Termination.NO_ROUTE);
        else if (found.pool == null) local(found, request);
        else if (site.redirect != null) refer(found, found.pool, site.redirect, request, now);
        else forward.begin(client, site, found, found.pool, request, keep, now);
    }

    /// Refuses a request whose head could not be understood.
    void refuse(Client client, Site site, int status, long now) {
        clear(client, site);
        summary.begin(site, null, now);
        summary.problem(status == 408 ? "head too slow" : worker.request.problem);
        http11 = true;
        toHead = false;
        keep = false;
        upload.unknown();
        fail(status, status == 408 ? Termination.CLIENT_SLOW : Termination.BAD_REQUEST);
    }

    private void clear(Client client, Site site) {
        this.client = client;
        this.site = site;
        route = null;
        forward.clear();
    }

    private void local(Route found, RequestHead request) {
        keep = keep && upload.done();
        Replies replies = new Replies(worker, keep, http11, toHead);
        ByteBuf bytes;
        if (found.respond != null) {
            bytes = replies.respond(found.respond, found.answerEdits);
            summary.status = found.respond.status();
        } else if (found.redirect != null) {
            String to = Replies.location(found.redirect.to(), request);
            bytes = replies.redirect(found.redirect.status(), to, null, found.answerEdits);
            summary.status = found.redirect.status();
        } else {
            throw new IllegalStateException("a route without an action");
        }
        reply(bytes, Termination.LOCAL);
    }

    /// Sends the client to a member.
    private void refer(
            Route found, Pool pool, ListenerConfig.Redirect how, RequestHead request, long now) {
        var referral = Referral.of(pool, client.origin(), client.secure(request), request);
        Lease lease = referral.choose();
        if (lease == null) {
            fail(503, pool.down() ? Termination.NO_MEMBER : Termination.QUEUE_FULL);
            return;
        }
        summary.tries = 1;
        summary.member = lease.member();
        if (Referral.leadsBack(lease.member(), client.identity().scheme(), request)) {
            lease.close(Outcome.ABANDONED, 0);
            fail(508, Termination.LOOP);
            return;
        }
        worker.visits.begin(lease, now, how.visit().toNanos());
        keep = keep && upload.done();
        summary.status = how.status();
        String location = Referral.location(lease.member(), found, request);
        Replies replies = new Replies(worker, keep, http11, toHead);
        String cookie = referral.news(lease.member());
        reply(
                replies.redirect(how.status(), location, cookie, found.answerEdits),
                Termination.REFERRED);
    }

    /// Ends it with an error of the proxy's own.
    void fail(int status, Termination how) {
        keep = keep && upload.done() && status != 408;
        summary.status = status;
        reply(new Replies(worker, keep, http11, toHead).error(status, site), how);
    }

    private void reply(ByteBuf bytes, Termination how) {
        summary.bytesOut += bytes.readableBytes();
        client.write(bytes);
        client.flush();
        over(how, keep, System.nanoTime());
    }

    /// Ends it with a whole answer.
    ///
    /// @param keeps whether the client's connection can stay open
    void over(Termination how, boolean keeps, long now) {
        Client whose = client;
        boolean whole = upload.done();
        summary.end(whose, site, route, how, now);
        recycle();
        whose.finished(keeps && whole, whole, now);
    }

    /// Ends it by closing the client's connection behind what it has got so far: the only way to
    /// tell it that the answer is not whole.
    void cut(Termination why) {
        over(why, false, System.nanoTime());
    }

    /// The client has gone, or is given up.
    void clientGone(Termination why) {
        Termination how = forward.abandon(why);
        summary.end(client, site, route, how, System.nanoTime());
        recycle();
    }

    @SuppressWarnings("NullAway") // between two requests it is about nothing, and holds nothing
    private void recycle() {
        forward.forget();
        client = null;
        site = null;
        route = null;
        worker.recycle(this);
    }
}

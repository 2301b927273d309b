// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.ProxyProtocol;
import dev.galley.net.Loop;
import dev.galley.net.Origin;
import dev.galley.net.ProxyHeader;
import dev.galley.net.tls.Secured;
import dev.galley.net.tls.TlsClient;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Outcome;
import dev.galley.pool.Pool;
import dev.galley.reach.proxy.Termination;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A client's connection and the one to its member. Belongs to its loop's thread.
///
/// The client is read only when there is somewhere to put what it sends. Its leg carries the one
/// deadline that the session has at a time.
@SuppressWarnings("NullAway.Init") // active and serve say whose it is and where it goes, first
final class Session {
    private enum State {
        /// What decides on the pool is awaited.
        HELLO,
        /// A place at a member is awaited.
        QUEUED,
        /// The member is to accept.
        CONNECTING,
        /// Bytes go both ways.
        OPEN,
        /// What is written goes out still, and that is all.
        CLOSING,
        CLOSED
    }

    private final TcpRelay relay;
    private final Loop loop;
    private final int port;
    private final Plan plan;
    private final Leg client;
    private Account account;
    private Origin origin;
    private Branch branch;
    private Pool pool;
    private Tries tries;
    private State state = State.HELLO;
    private @Nullable Leg member;
    private @Nullable Place place;
    private @Nullable ByteBuf held;
    private long patience;
    private Termination how = Termination.DONE;

    /// @param port of the members; 0: the one that each is configured with
    Session(TcpRelay relay, Loop loop, int port) {
        this.relay = relay;
        this.loop = loop;
        this.port = port;
        this.plan = relay.plan();
        this.client = new Leg(this, false, null);
    }

    Leg client() {
        return client;
    }

    TcpRelay relay() {
        return relay;
    }

    /// Who serves it; null: nobody yet.
    @Nullable Member member() {
        return member == null ? null : account.member();
    }

    /// A connection has come about.
    void active(Leg leg) {
        if (leg != client) return;
        Origin from = Origin.of(client.channel());
        if (from == null || !relay.book().admit(plan.connections)) {
            state = State.CLOSED;
            client.close();
            return;
        }
        origin = from;
        long now = System.nanoTime();
        account = new Account(relay.book(), loop, now);
        loop.watch(client);
        Secured tls = from.tls();
        if (plan.asksName && tls == null) {
            client.until(now + plan.helloNanos);
        } else {
            client.pause();
            serve(plan.branch(tls == null ? null : tls.name()), now);
        }
    }

    /// Whether it was given up for another one.
    private boolean former(Leg leg) {
        return leg != client && leg != member;
    }

    void received(Leg from, ByteBuf bytes) {
        if (former(from)) {
            bytes.release();
            return;
        }
        switch (state) {
            case HELLO -> {
                hold(bytes);
                hello();
            }
            case QUEUED, CONNECTING -> hold(bytes);
            case OPEN -> pass(from, bytes);
            case CLOSING, CLOSED -> bytes.release();
        }
    }

    private void hold(ByteBuf bytes) {
        ByteBuf before = held;
        held = before == null ? bytes : together(before, bytes);
    }

    private ByteBuf together(ByteBuf before, ByteBuf bytes) {
        int length = before.readableBytes() + bytes.readableBytes();
        ByteBuf both = client.channel().alloc().directBuffer(length);
        both.writeBytes(before).writeBytes(bytes);
        before.release();
        bytes.release();
        return both;
    }

    private void hello() {
        if (held == null) return;
        Hello hello = Hello.read(held);
        switch (hello.state()) {
            case MORE -> {}
            case REFUSED -> refuse(Termination.BAD_REQUEST);
            case WHOLE -> {
                client.pause();
                serve(plan.branch(hello.name()), System.nanoTime());
            }
        }
    }

    private void serve(@Nullable Branch to, long now) {
        if (to == null) {
            refuse(Termination.NO_ROUTE);
            return;
        }
        branch = to;
        pool = to.pool();
        tries = new Tries(pool, origin);
        pool.retries().earn();
        choose(now);
    }

    private void choose(long now) {
        Lease chosen = pool.choose(tries);
        if (chosen != null) connect(chosen, now);
        else if (tries.failed() > 0) refuse(how);
        else if (pool.down()) refuse(Termination.NO_MEMBER);
        else queue(now);
    }

    /// Joins the queue, at its end also if it was called and others were faster.
    private void queue(long now) {
        Place ticket = new Place(this, loop);
        place = ticket;
        if (state != State.QUEUED) patience = now + pool.config().queue().timeout().toNanos();
        state = State.QUEUED;
        client.until(patience);
        if (!pool.queue().join(ticket)) refuse(Termination.QUEUE_FULL);
    }

    /// A member may have room now.
    void called(Place ticket) {
        if (place != ticket || state != State.QUEUED) return;
        place = null;
        choose(System.nanoTime());
    }

    private void connect(Lease chosen, long now) {
        state = State.CONNECTING;
        account.chose(chosen, now);
        client.until(now + pool.config().timeout().connect().toNanos());
        TlsClient by = relay.tls(pool);
        Leg opening = new Leg(this, plan.keepsSource, by);
        member = opening;
        InetSocketAddress to = chosen.member().address();
        if (port != 0) to = new InetSocketAddress(to.getAddress(), port);
        ChannelHandler handler = by == null ? opening : by.before(opening, to, header());
        relay.connect(loop, handler, to, plan.keepsSource ? origin.source() : null)
                .addListener(done -> connected(opening, done.isSuccess()));
    }

    /// What the member is told of the client; null: nothing.
    private @Nullable ByteBuf header() {
        ProxyProtocol protocol = pool.config().proxyProtocol();
        return protocol == ProxyProtocol.OFF
                ? null
                : ProxyHeader.write(protocol, origin, client.channel().alloc());
    }

    private void connected(Leg leg, boolean success) {
        if (member != leg || state != State.CONNECTING) {
            leg.close();
        } else if (!success) {
            lost(Outcome.NOT_CONNECTED, Termination.NOT_CONNECTED);
        } else if (leg.by() == null) {
            ByteBuf header = header();
            if (header != null) leg.write(header);
            open(leg, System.nanoTime());
        }
    }

    /// The TLS handshake with a member is over.
    ///
    /// @param failure null: it went well
    void shaken(Leg leg, @Nullable Throwable failure) {
        TlsClient by = leg.by();
        Member shaking = account.member();
        if (member != leg || state != State.CONNECTING || by == null || shaking == null) return;
        if (failure == null) {
            open(leg, System.nanoTime());
        } else {
            by.complain(shaking.name() + ": " + TlsClient.reason(failure));
            lost(Outcome.NOT_CONNECTED, Termination.NOT_SECURED);
        }
    }

    private void open(Leg to, long now) {
        state = State.OPEN;
        account.connected(now);
        client.until(now + plan.idleNanos);
        ByteBuf early = held;
        held = null;
        if (early != null) pass(client, early);
        to.flush();
        if (client.ended()) to.endOutput();
        client.resume();
    }

    /// This member did not take the client: another one, or the end.
    private void lost(Outcome outcome, Termination why) {
        Leg failed = member;
        member = null;
        if (failed != null) failed.close();
        how = why;
        Member tried = account.release(outcome, System.nanoTime());
        if (tried == null || !tries.another(tried)) {
            refuse(why);
            return;
        }
        relay.book().retried();
        choose(System.nanoTime());
    }

    private void pass(Leg from, ByteBuf bytes) {
        Leg to = other(from);
        if (to == null || to.deaf()) {
            bytes.release();
            return;
        }
        long now = System.nanoTime();
        client.until(now + plan.idleNanos);
        if (from == client) account.asked(bytes.readableBytes(), now);
        else account.answered(bytes.readableBytes(), now);
        to.write(bytes);
        if (to.writable()) return;
        // Not only when all was read: of a peer that has ended, Netty's io_uring says so at the
        // end. It may all go out at once, and then nothing would resume the other side.
        to.flush();
        if (!to.writable()) from.pause();
    }

    private @Nullable Leg other(Leg leg) {
        return leg == client ? member : client;
    }

    /// All that could be read at once was received.
    void flushed(Leg from) {
        Leg to = other(from);
        if (state == State.OPEN && to != null) to.flush();
    }

    /// Takes bytes again.
    void drained(Leg to) {
        Leg from = other(to);
        if (state == State.OPEN && from != null) from.resume();
    }

    /// A side will send no more.
    void ended(Leg leg) {
        if (former(leg)) return;
        Leg to = other(leg);
        if (state == State.HELLO) refuse(Termination.CLIENT_GONE);
        if (state != State.OPEN || to == null) return;
        if (!to.ended()) {
            to.endOutput();
            // What can't be sent on is read none the less: its end is waited for.
            if (leg.deaf()) to.resume();
            return;
        }
        state = State.CLOSING;
        leg.closeFlushed();
        to.closeFlushed();
    }

    /// A connection is no more.
    void gone(Leg leg) {
        if (state == State.CLOSED || former(leg)) return;
        if (state == State.OPEN) broken(leg);
        else if (state != State.CLOSING && leg == client) how = Termination.CLIENT_GONE;
        if (state != State.CLOSING && leg != client) return;
        Leg other = other(leg);
        if (state == State.CLOSING && other != null && other.channel().isOpen()) return;
        finish();
    }

    /// What it sent goes on; and then its peer learns that it was broken off.
    private void broken(Leg leg) {
        state = State.CLOSING;
        Leg other = other(leg);
        if (leg.deaf()) {
            if (other != null) other.closeFlushed();
            return;
        }
        if (leg == client) how = Termination.CLIENT_GONE;
        else how = account.answered() ? Termination.TRUNCATED : Termination.MEMBER_CLOSED;
        if (other != null) other.resetFlushed();
    }

    void expired() {
        switch (state) {
            case HELLO -> refuse(Termination.CLIENT_SLOW);
            case QUEUED -> refuse(Termination.QUEUE_TIMEOUT);
            case CONNECTING -> lost(Outcome.TIMED_OUT, Termination.CONNECT_TIMEOUT);
            case OPEN -> cut(Termination.IDLE);
            case CLOSING -> cut(how);
            case CLOSED -> {}
        }
    }

    /// No member will serve the client.
    private void refuse(Termination why) {
        how = why;
        state = State.CLOSING;
        client.close();
    }

    /// Ends it now.
    void cut(Termination why) {
        if (state == State.CLOSED) return;
        how = why;
        Leg to = member;
        // What never connected will not tell that it is gone.
        if (state == State.CONNECTING) member = null;
        state = State.CLOSING;
        if (to != null) to.close();
        client.close();
    }

    private void finish() {
        state = State.CLOSED;
        loop.unwatch(client);
        Place ticket = place;
        place = null;
        if (ticket != null) pool.queue().leave(ticket);
        Leg to = member;
        if (to != null) to.close();
        if (held != null) held.release();
        held = null;
        account.finish(how, branch, origin.source(), plan.log);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.pool.Lease;
import dev.galley.pool.Pool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// How a request comes to a member: by its session or the pool's policy, at once or after a wait in
/// the pool's queue. Belongs to its forward.
@SuppressWarnings("NullAway.Init") // begin says what it is about, before anything else is called
final class Admission {
    private static final ByteBuf CONTINUE =
            Unpooled.unreleasableBuffer(
                    Unpooled.wrappedBuffer(Words.of("HTTP/1.1 100 Continue\r\n\r\n")).asReadOnly());

    private final Exchange exchange;
    private final Forward forward;
    private final Tries tries;
    private Pool pool;
    private @Nullable Waiting waiting;

    Admission(Exchange exchange, Forward forward, Tries tries) {
        this.exchange = exchange;
        this.forward = forward;
        this.tries = tries;
    }

    /// @param expects whether the client waits for a word before it sends the body
    void begin(Pool pool, Client client, boolean expects, long now) {
        this.pool = pool;
        if (!tries.affinity.searching()) {
            choose(now);
        } else if (expects) {
            client.write(CONTINUE.duplicate());
            client.flush();
        }
    }

    @SuppressWarnings("NullAway") // see Exchange.recycle
    void forget() {
        pool = null;
    }

    /// Looks for the session in what has come of the body; once it is found, or will not be, a
    /// member is chosen.
    ///
    /// @return whether the body may go on
    boolean search(ByteBuf in) {
        if (!tries.affinity.search(in)) return false;
        choose(System.nanoTime());
        return true;
    }

    void choose(long now) {
        Lease chosen = pool.choose(tries);
        if (chosen != null) forward.use(chosen, now);
        else if (!tries.none())
            exchange.fail(tries.last() == Termination.CONNECT_TIMEOUT ? 504 : 502, tries.last());
        else if (pool.down()) exchange.fail(503, Termination.NO_MEMBER);
        else queue(now);
    }

    /// Joins the queue, and looks once more: what became free in between wakes nobody.
    private void queue(long now) {
        Waiting ticket = new Waiting(this, exchange.worker);
        if (!pool.queue().join(ticket)) {
            exchange.fail(503, Termination.QUEUE_FULL);
            return;
        }
        Lease chosen = pool.choose(tries);
        if (chosen != null) {
            pool.queue().leave(ticket);
            forward.use(chosen, now);
        } else {
            waiting = ticket;
            ticket.until(tries.waitUntil(now + pool.config().queue().timeout().toNanos()));
        }
    }

    /// A member may have room now, or the time to wait for it is over.
    void woken(Waiting ticket, boolean late) {
        if (waiting != ticket) return;
        waiting = null;
        if (!late) {
            choose(System.nanoTime());
            return;
        }
        pool.queue().leave(ticket);
        exchange.fail(503, Termination.QUEUE_TIMEOUT);
    }

    /// The client has gone.
    void leave() {
        Waiting ticket = waiting;
        waiting = null;
        if (ticket != null) pool.queue().leave(ticket);
    }
}

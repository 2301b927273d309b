// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.net.Loop;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Outcome;
import dev.galley.reach.proxy.Termination;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// What is measured of a relayed session. Belongs to its loop's thread.
///
/// What the pool takes for the member's latency is the time to connect, and from the last that the
/// client sent to the first that the member answered.
final class Account {
    private final Book book;
    private final Loop loop;
    private final long began;
    private @Nullable Lease lease;
    private @Nullable Member member;
    private long askedAt;
    private long latency;
    private long bytesIn;
    private long bytesOut;
    private int tries;

    Account(Book book, Loop loop, long now) {
        this.book = book;
        this.loop = loop;
        this.began = now;
    }

    /// The member that was chosen last.
    @Nullable Member member() {
        return member;
    }

    boolean answered() {
        return bytesOut > 0;
    }

    void chose(Lease chosen, long now) {
        lease = chosen;
        member = chosen.member();
        askedAt = now;
        tries++;
    }

    void connected(long now) {
        latency = now - askedAt;
        askedAt = now;
    }

    /// The client sent something.
    void asked(int bytes, long now) {
        bytesIn += bytes;
        if (bytesOut == 0) askedAt = now;
    }

    /// The member sent something.
    void answered(int bytes, long now) {
        if (bytesOut == 0) latency += now - askedAt;
        bytesOut += bytes;
    }

    /// Gives the member back.
    ///
    /// @return whom; null: there was none
    @Nullable Member release(Outcome outcome, long now) {
        Lease ended = lease;
        lease = null;
        if (ended == null) return null;
        ended.close(outcome, outcome == Outcome.ANSWERED ? latency : now - askedAt);
        return ended.member();
    }

    /// The session is over.
    ///
    /// @param branch null: none was chosen
    void finish(
            Termination how, @Nullable Branch branch, InetSocketAddress source, @Nullable Log log) {
        long now = System.nanoTime(), nanos = now - began;
        Member served = lease == null ? null : member;
        release(outcome(how), now);
        int writer = loop.writer();
        book.traffic().record(writer, 0, bytesIn, bytesOut, nanos);
        if (branch != null) branch.traffic().record(writer, 0, bytesIn, bytesOut, nanos);
        if (served != null) served.traffic().record(writer, 0, bytesIn, bytesOut, nanos);
        book.ended(how);
        if (log != null) log.write(source, branch, member, bytesIn, bytesOut, nanos, tries, how);
    }

    /// What the pool is to know of it: that a client waited in vain or went away is not the
    /// member's fault, unless it broke off.
    private Outcome outcome(Termination how) {
        if (how == Termination.MEMBER_CLOSED) return Outcome.FAILED;
        if (how == Termination.NOT_CONNECTED) return Outcome.NOT_CONNECTED;
        if (how == Termination.ANSWER_TIMEOUT) return Outcome.TIMED_OUT;
        return how == Termination.DONE || answered() ? Outcome.ANSWERED : Outcome.ABANDONED;
    }
}

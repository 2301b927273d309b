// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.net.Loop;
import dev.galley.net.Loops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Locale;

/// What one event loop keeps for its proxied requests. Belongs to the loop's thread.
final class Worker {
    private static final int MOST_SPARE = 1024;
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    final Loops loops;
    final MemberTls tls;
    final Loop loop;
    final RequestHead request = new RequestHead();
    final AnswerHead answer = new AnswerHead();
    final HeadWriter out = new HeadWriter();
    final Upstreams upstreams = new Upstreams();
    final Visits visits;
    final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final ArrayDeque<Exchange> spare = new ArrayDeque<>();
    private byte[] date = {};
    private long dateSecond = -1;

    Worker(Loops loops, Loop loop, MemberTls tls) {
        this.tls = tls;
        this.loops = loops;
        this.loop = loop;
        this.visits = new Visits(loop);
    }

    Exchange exchange() {
        Exchange exchange = spare.pollLast();
        return exchange == null ? new Exchange(this) : exchange;
    }

    void recycle(Exchange exchange) {
        if (spare.size() < MOST_SPARE) spare.addLast(exchange);
    }

    /// The Date line of now, CRLF within (RFC 9110 section 6.6.1).
    byte[] date() {
        long second = System.currentTimeMillis() / 1000;
        if (second != dateSecond) {
            dateSecond = second;
            date = Words.of(HTTP_DATE.format(Instant.ofEpochSecond(second)) + "\r\n");
        }
        return date;
    }

    /// `more` behind `held`, in one buffer; takes both.
    ByteBuf append(ByteBuf held, ByteBuf more) {
        if (held.refCnt() == 1
                && !held.isReadOnly()
                && held.maxFastWritableBytes() >= more.readableBytes()) {
            held.writeBytes(more);
            more.release();
            return held;
        }
        int length = held.readableBytes() + more.readableBytes();
        ByteBuf both = allocator.directBuffer(Math.max(1024, Integer.highestOneBit(length) << 1));
        both.writeBytes(held).writeBytes(more);
        held.release();
        more.release();
        return both;
    }
}

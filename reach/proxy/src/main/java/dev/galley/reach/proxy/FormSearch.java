// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.pool.Member;
import dev.galley.pool.persistence.FormClue;
import dev.galley.pool.persistence.SessionKey;
import dev.galley.pool.persistence.SessionTable;
import dev.galley.pool.persistence.Span;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// The search for a session's id in the beginning of a request's body, which waits meanwhile in the
/// client's buffer. Belongs to its exchange.
final class FormSearch {
    private static final byte[] URLENCODED = Words.of("application/x-www-form-urlencoded");
    private static final byte[] MULTIPART = Words.of("multipart/form-data");
    private static final byte[] NOTHING = {};

    private final Body framing = new Body();
    private @Nullable FormClue clue;
    private @Nullable String boundary;
    private byte[] content = NOTHING;
    private int length;
    private int limit;

    /// How much of the buffer was taken over into the content, framing included.
    private int taken;

    /// How long the content was when it was last looked through.
    private int looked;

    private long found = Span.NONE;

    /// Begins, if the request has such a form.
    ///
    /// @param most how much of it is searched, in bytes
    void begin(FormClue wanted, int most, RequestHead request) {
        int i = request.hasBody() ? request.find(Field.CONTENT_TYPE) : -1;
        if (i < 0 || clue != null) return;
        int from = request.valueFrom[i], to = request.valueTo[i], end = from;
        while (end < to && request.b[end] != ';' && request.b[end] != ' ') end++;
        if (Chars.is(request.b, from, end, MULTIPART))
            boundary = FormClue.boundary(request.text(from, to));
        if (boundary == null && !Chars.is(request.b, from, end, URLENCODED)) return;
        clue = wanted;
        limit = most;
        if (request.chunked) framing.chunked();
        else framing.length(request.contentLength);
    }

    void forget() {
        clue = null;
        boundary = null;
        content = NOTHING;
        length = taken = looked = 0;
        found = Span.NONE;
    }

    boolean on() {
        return clue != null;
    }

    /// Whether all is known that will be.
    ///
    /// @param in all that has come of the body
    boolean over(ByteBuf in) {
        FormClue wanted = clue;
        if (wanted == null) return true;
        boolean last = !take(in) || framing.done() || length == limit;
        // What comes byte by byte is not looked through for every byte.
        if (!last && length < 2 * looked) return false;
        looked = length;
        String parts = boundary;
        found =
                parts == null
                        ? wanted.inUrlencoded(content, length, framing.done())
                        : wanted.inMultipart(content, length, parts);
        return last || found != Span.NONE;
    }

    /// What was found.
    @Nullable SessionKey key(SessionTable<Member> table) {
        return found == Span.NONE ? null : table.key(content, Span.from(found), Span.to(found));
    }

    /// @return false if the framing is broken
    private boolean take(ByteBuf in) {
        ByteBuf more = in.slice(in.readerIndex() + taken, in.readableBytes() - taken);
        ByteBuf plain = ByteBufAllocator.DEFAULT.heapBuffer(Math.max(1, more.readableBytes()));
        try {
            boolean chunks = framing.chunks();
            int n = framing.take(more, plain);
            if (n < 0) return false;
            taken += n;
            if (!chunks) plain.writeBytes(more, n);
            keep(plain);
            return true;
        } finally {
            plain.release();
        }
    }

    private void keep(ByteBuf more) {
        int n = Math.min(more.readableBytes(), limit - length);
        if (content.length < length + n)
            content = java.util.Arrays.copyOf(content, Math.max(length + n, 2 * content.length));
        more.readBytes(content, length, n);
        length += n;
    }
}

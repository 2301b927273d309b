// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.Limits;
import dev.galley.pool.Outcome;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The answer of an exchange, on its way from the member to the client. Belongs to its exchange.
@SuppressWarnings(
        "NullAway.Init") // begin sets what an answer is about, before anything else is called
final class Answer {
    /// What has become of the answer so far.
    enum Progress {
        MORE,
        DONE,
        MALFORMED,
        /// The protocol is another from here on (101).
        SWITCHED
    }

    private static final int MOST_INTERIM = 16;

    /// What follows a head in the same buffer is copied behind it up to here: one buffer, one
    /// write.
    private static final int COPIED = 16 * 1024;

    private final Body body = new Body();
    private final Upload upload;
    private Client client;
    private Limits limits;
    private Route route;
    private Tries tries;
    private byte @Nullable [] loadHeader;
    private boolean http11;
    private boolean toHead;
    private boolean upgrade;

    private int status;
    private int interim;
    private long bytes;
    private long begunAt;
    private boolean begun;
    private boolean keep;
    private boolean keepMember;
    private boolean rechunk;
    private boolean dechunk;

    /// @param upload the body of the request
    Answer(Upload upload) {
        this.upload = upload;
    }

    void begin(
            Client client,
            Site site,
            Route route,
            @Nullable String loadHeader,
            RequestHead request,
            boolean keep,
            Tries tries) {
        this.client = client;
        this.limits = site.limits;
        this.route = route;
        this.tries = tries;
        this.loadHeader =
                loadHeader == null ? null : Words.of(loadHeader.toLowerCase(java.util.Locale.ROOT));
        this.http11 = request.http11;
        this.toHead = request.head;
        this.upgrade = request.upgrade;
        this.keep = keep;
    }

    void clear() {
        status = 0;
        bytes = 0;
        again();
    }

    /// Another member is asked.
    void again() {
        interim = 0;
        begun = false;
    }

    @SuppressWarnings("NullAway") // see Exchange.recycle
    void forget() {
        client = null;
        route = null;
        tries = null;
    }

    /// Whether the client has got some of it.
    boolean begun() {
        return begun;
    }

    /// When the head was there, by `System.nanoTime()`.
    long begunAt() {
        return begunAt;
    }

    int status() {
        return status;
    }

    /// Bytes written to the client.
    long bytes() {
        return bytes;
    }

    /// Whether the client's connection can stay open.
    boolean keeps() {
        return keep;
    }

    /// Whether the member's connection can be used again.
    boolean keepsMember() {
        return keepMember;
    }

    Outcome outcome() {
        return status >= 502 && status <= 504 ? Outcome.UNAVAILABLE : Outcome.ANSWERED;
    }

    /// Takes what the member sent, and passes it on.
    Progress take(Upstream from, ByteBuf more) {
        if (begun) return pass(more, null);
        from.append(more);
        ByteBuf in = from.in;
        while (in != null) {
            AnswerHead head = from.worker.answer;
            int length = from.parse(head, in, limits);
            if (length == Head.MORE) return Progress.MORE;
            if (length < 0 || (head.status < 200 && ++interim > MOST_INTERIM))
                return Progress.MALFORMED;
            in.skipBytes(length);
            if (head.status == 101) return switched(from, head);
            if (head.status >= 200) {
                ByteBuf rest = from.takeIn();
                return rest == null ? Progress.MALFORMED : start(from, head, rest);
            }
            interim(from.worker, head);
            if (!in.isReadable()) {
                from.dropIn();
                return Progress.MORE;
            }
        }
        return Progress.MORE;
    }

    private void interim(Worker worker, AnswerHead head) {
        if (!http11) return;
        AnswerWriter.interim(worker, head, route.answerEdits, tries);
        write(worker.out.buffer(worker.allocator, 0));
        client.flush();
    }

    private Progress switched(Upstream from, AnswerHead head) {
        if (!upgrade || !head.upgrade) return Progress.MALFORMED;
        status = 101;
        begunAt = System.nanoTime();
        tries.affinity.learn(head, from.member);
        interim(from.worker, head);
        ByteBuf rest = from.takeIn();
        if (rest != null) write(rest);
        return Progress.SWITCHED;
    }

    private Progress start(Upstream from, AnswerHead head, ByteBuf rest) {
        begun = true;
        begunAt = System.nanoTime();
        status = head.status;
        frame(head);
        report(from, head);
        boolean chunked = (head.chunked && !dechunk && !body.done()) || rechunk;
        // It may have begun to drain since the request came. Where the request is not yet whole it
        // may never be, and then its connection ends, which is to be told (RFC 9112 section 9.6).
        if (client.proxy.draining() || !upload.done()) keep = false;
        tries.affinity.learn(head, from.member);
        AnswerWriter.write(from.worker, head, route.answerEdits, tries, chunked, keep, http11);
        return pass(rest, from.worker.out);
    }

    /// RFC 9112 section 6.3, and what that means for the client, who may speak HTTP/1.0.
    private void frame(AnswerHead head) {
        keepMember = !head.close;
        if (head.bodiless(toHead)) body.none();
        else if (head.chunked) body.chunked();
        else if (head.contentLength >= 0) body.length(head.contentLength);
        else body.untilClose();
        if (body.endsWithConnection()) keepMember = false;
        rechunk = body.endsWithConnection() && http11;
        dechunk = head.chunked && !http11;
        if (!http11 && !body.done() && (dechunk || body.endsWithConnection())) keep = false;
    }

    private void report(Upstream from, AnswerHead head) {
        if (loadHeader == null) return;
        int i = head.find(loadHeader);
        if (i < 0) return;
        try {
            from.member.reportLoad(
                    Double.parseDouble(head.text(head.valueFrom[i], head.valueTo[i])));
        } catch (NumberFormatException e) {
            // Not a number: as good as no report.
        }
    }

    /// Passes on what belongs to the answer; `more` is taken.
    ///
    /// @param head the head that goes before it; null if it went already
    private Progress pass(ByteBuf more, @Nullable HeadWriter head) {
        int available = more.readableBytes();
        ByteBuf content =
                dechunk ? client.worker.allocator.directBuffer(Math.max(1, available)) : null;
        int n = body.take(more, content);
        if (n < 0) {
            if (content != null) content.release();
            more.release();
            begun = begun && head == null;
            return Progress.MALFORMED;
        }
        // More than was announced: whatever it is, it must not become the next one's answer.
        if (n < available) keepMember = false;
        if (content != null) deliver(content, content.readableBytes(), head, more);
        else deliver(more, n, head, null);
        if (!body.done()) return Progress.MORE;
        return Progress.DONE;
    }

    private void deliver(ByteBuf from, int n, @Nullable HeadWriter head, @Nullable ByteBuf spent) {
        if (spent != null) spent.release();
        if (head != null && n <= COPIED && !rechunk) {
            ByteBuf both = head.buffer(client.worker.allocator, n);
            write(both.writeBytes(from, n));
            from.release();
            return;
        }
        if (head != null) write(head.buffer(client.worker.allocator, 0));
        if (n == 0) {
            from.release();
            return;
        }
        if (rechunk) write(chunkSize(n));
        from.writerIndex(from.readerIndex() + n);
        write(from);
        if (rechunk) write(constant(Words.CRLF));
    }

    private ByteBuf chunkSize(int n) {
        return constant(Words.of(Integer.toHexString(n) + "\r\n"));
    }

    private ByteBuf constant(byte[] bytes) {
        return client.worker.allocator.directBuffer(bytes.length).writeBytes(bytes);
    }

    private void write(ByteBuf out) {
        bytes += out.readableBytes();
        client.write(out);
    }

    /// The member has closed its side.
    ///
    /// @return whether that ends the answer as it should
    boolean ended() {
        if (!begun || !body.endsWithConnection()) return false;
        if (rechunk) write(constant(Words.LAST_CHUNK));
        return true;
    }
}

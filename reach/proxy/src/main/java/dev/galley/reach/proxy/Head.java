// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.Limits;
import io.netty.buffer.ByteBuf;

/// The head of an HTTP/1 message (RFC 9112), parsed in the loop's scratch array; one object a loop,
/// used again for every message. Fields are offsets into the array.
///
/// The parser is strict: whatever two implementations might read in two ways is refused, so that
/// what goes on is what was understood.
abstract sealed class Head permits RequestHead, AnswerHead {
    /// More bytes are needed.
    static final int MORE = 0;

    private static final int FIRST_LOOK = 4096;

    byte[] b = new byte[8 * 1024];
    int size;
    int count;
    final int[] nameFrom = new int[Limits.MOST_HEADERS + 1];
    final int[] nameTo = new int[Limits.MOST_HEADERS + 1];
    final int[] valueFrom = new int[Limits.MOST_HEADERS + 1];
    final int[] valueTo = new int[Limits.MOST_HEADERS + 1];
    final Field[] field = new Field[Limits.MOST_HEADERS + 1];

    /// HTTP/1.1 rather than 1.0.
    boolean http11;

    /// The peer wants the connection closed after this message.
    boolean close;

    /// The peer asked for keep-alive in words (HTTP/1.0).
    boolean keepAlive;

    /// Connection names `upgrade`, and there is an Upgrade field.
    boolean upgrade;

    /// Connection names fields of this message.
    boolean nominates;

    /// The body is chunked.
    boolean chunked;

    /// The body's length in bytes; -1 if no Content-Length was given.
    long contentLength;

    /// What is wrong with the head, for the log.
    String problem = "";

    /// Parses what `in` holds, from its reader index, which stays where it is.
    ///
    /// @return the length of the head; {@link #MORE}; or, negative, the status that refuses it
    final int parse(ByteBuf in, Limits limits) {
        int most = (int) Math.min(in.readableBytes(), limits.head().bytes());
        // Most heads are small, and a body may follow: the rest is copied only if it is needed.
        int result = parse(in, Math.min(most, FIRST_LOOK), limits);
        if (result == MORE && most > FIRST_LOOK) result = parse(in, most, limits);
        return result == MORE && most == limits.head().bytes()
                ? refuse(431, "head too long")
                : result;
    }

    private int parse(ByteBuf in, int length, Limits limits) {
        if (b.length < length) b = new byte[Math.max(length, 2 * b.length)];
        in.getBytes(in.readerIndex(), b, 0, length);
        size = length;
        return parse(limits);
    }

    /// Parses `b[0..size)`; as {@link #parse(ByteBuf, Limits)}.
    final int parse(Limits limits) {
        count = 0;
        http11 = close = keepAlive = upgrade = nominates = chunked = false;
        contentLength = -1;
        int from = parseStart(limits);
        if (from <= 0) return from;
        int to = parseFields(from, limits);
        if (to <= 0) return to;
        int status = understand();
        return status == 0 ? to : -status;
    }

    /// The first line; as {@link #parse}.
    abstract int parseStart(Limits limits);

    /// What the fields say of the message; 0, or the status that refuses it.
    abstract int understand();

    final int refuse(int status, String why) {
        problem = why;
        return -status;
    }

    private int parseFields(int from, Limits limits) {
        int p = from;
        while (true) {
            if (p >= size) return MORE;
            if (b[p] == '\r') {
                if (p + 1 >= size) return MORE;
                return b[p + 1] == '\n' ? p + 2 : refuse(400, "bare CR");
            }
            if (count == limits.headers()) return refuse(431, "too many header lines");
            p = parseField(p, limits);
            if (p <= 0) return p;
        }
    }

    private int parseField(int from, Limits limits) {
        final byte[] b = this.b;
        final int size = this.size;
        int p = from;
        while (p < size && Chars.token(b[p])) p++;
        if (p == size) return tooLong(from, limits);
        if (b[p] != ':' || p == from) return refuse(400, "bad header name");
        int colon = p++;
        while (p < size && (b[p] == ' ' || b[p] == '\t')) p++;
        int value = p;
        while (p < size && Chars.value(b[p])) p++;
        if (p + 1 >= size) return tooLong(from, limits);
        if (b[p] != '\r' || b[p + 1] != '\n') return refuse(400, "bad character in a header value");
        if (p - from > limits.line().bytes()) return refuse(431, "header line too long");
        int end = p;
        while (end > value && (b[end - 1] == ' ' || b[end - 1] == '\t')) end--;
        add(from, colon, value, end);
        return p + 2;
    }

    private int tooLong(int from, Limits limits) {
        return size - from > limits.line().bytes() ? refuse(431, "header line too long") : MORE;
    }

    private void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        nameFrom[count] = nameStart;
        nameTo[count] = nameEnd;
        valueFrom[count] = valueStart;
        valueTo[count] = valueEnd;
        field[count] = Field.of(b, nameStart, nameEnd);
        count++;
    }

    /// Content-Length, strictly digits, the same in every line (RFC 9112 section 6.3).
    final boolean readLength(int i) {
        int from = valueFrom[i], to = valueTo[i];
        if (from == to || to - from > 18) return false;
        long length = 0;
        for (int p = from; p < to; p++) {
            if (b[p] < '0' || b[p] > '9') return false;
            length = length * 10 + (b[p] - '0');
        }
        if (contentLength >= 0) return false;
        contentLength = length;
        return true;
    }

    /// The options of a Connection line; false if it is not a list of tokens.
    final boolean readConnection(int i) {
        int p = valueFrom[i], to = valueTo[i];
        while (p < to) {
            int from = p;
            while (p < to && Chars.token(b[p])) p++;
            if (p > from) option(from, p);
            while (p < to && (b[p] == ' ' || b[p] == '\t')) p++;
            if (p < to && b[p++] != ',') return false;
            while (p < to && (b[p] == ' ' || b[p] == '\t')) p++;
        }
        return true;
    }

    private void option(int from, int to) {
        if (Chars.is(b, from, to, Words.CLOSE)) close = true;
        else if (Chars.is(b, from, to, Words.KEEP_ALIVE)) keepAlive = true;
        else if (Chars.is(b, from, to, Field.UPGRADE.name)) upgrade = true;
        else nominates = true;
    }

    /// Whether a Connection line names the field `i`, so that it ends here.
    final boolean nominated(int i) {
        if (!nominates || field[i].essential()) return false;
        for (int c = 0; c < count; c++)
            if (field[c] == Field.CONNECTION && names(c, i)) return true;
        return false;
    }

    private boolean names(int connection, int i) {
        int p = valueFrom[connection], to = valueTo[connection], length = nameTo[i] - nameFrom[i];
        while (p < to) {
            int from = p;
            while (p < to && Chars.token(b[p])) p++;
            if (p - from == length && sameName(from, nameFrom[i], length)) return true;
            p = Math.max(p, from + 1);
        }
        return false;
    }

    private boolean sameName(int one, int other, int length) {
        for (int k = 0; k < length; k++)
            if (Chars.lower(b[one + k]) != Chars.lower(b[other + k])) return false;
        return true;
    }

    /// The value of the first line whose name is `name` (lower case), as an index; -1 if there is
    /// none.
    final int find(byte[] name) {
        for (int i = 0; i < count; i++) if (Chars.is(b, nameFrom[i], nameTo[i], name)) return i;
        return -1;
    }

    final int find(Field wanted) {
        for (int i = 0; i < count; i++) if (field[i] == wanted) return i;
        return -1;
    }

    /// The start and end of line `i`, its CRLF within.
    final int lineTo(int i) {
        int p = valueTo[i];
        while (b[p] != '\n') p++;
        return p + 1;
    }

    final String text(int from, int to) {
        return new String(b, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}

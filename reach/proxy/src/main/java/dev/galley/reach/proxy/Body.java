// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Where a message's body ends (RFC 9112 section 6), followed byte by byte as it passes. Used again
/// for every message.
///
/// Chunk framing is read strictly: CRLF alone ends a line, sizes are plain hexadecimal digits,
/// extensions are tokens, trailers are well-formed and frame nothing.
final class Body {
    private static final int MOST_LINE = 256;
    private static final int MOST_TRAILER = 8 * 1024;
    private static final int MOST_DIGITS = 15;

    private enum State {
        DONE,
        LENGTH,
        UNTIL_CLOSE,
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF
    }

    private State state = State.DONE;
    private long remaining;
    private int digits;
    private int line;
    private int trailer;
    private long payload;
    private final byte[] name = new byte[32];

    /// There is no body.
    void none() {
        begin(State.DONE, 0);
    }

    /// The body is `length` bytes long.
    void length(long length) {
        begin(length == 0 ? State.DONE : State.LENGTH, length);
    }

    /// The body is chunked.
    void chunked() {
        begin(State.SIZE, 0);
    }

    /// The body ends with its connection.
    void untilClose() {
        begin(State.UNTIL_CLOSE, 0);
    }

    private void begin(State first, long length) {
        state = first;
        remaining = length;
        digits = 0;
        line = 0;
        payload = 0;
    }

    boolean done() {
        return state == State.DONE;
    }

    /// Whether it comes in chunks, and is not over.
    boolean chunks() {
        return state.compareTo(State.SIZE) >= 0;
    }

    boolean endsWithConnection() {
        return state == State.UNTIL_CLOSE;
    }

    /// Bytes of content so far, framing not counted.
    long payload() {
        return payload;
    }

    /// How many of the readable bytes of `in` belong to the body, from its reader index, which
    /// stays; -1: the framing is broken.
    ///
    /// @param content takes a copy of the content without its framing, if the framing can't be
    ///   passed on
    int take(ByteBuf in, @Nullable ByteBuf content) {
        int available = in.readableBytes();
        return switch (state) {
            case DONE -> 0;
            case UNTIL_CLOSE -> {
                payload += available;
                yield available;
            }
            case LENGTH -> {
                int n = (int) Math.min(remaining, available);
                payload += n;
                remaining -= n;
                if (remaining == 0) state = State.DONE;
                yield n;
            }
            default -> chunks(in, content);
        };
    }

    private int chunks(ByteBuf in, @Nullable ByteBuf content) {
        int from = in.readerIndex(), p = from, end = in.writerIndex();
        while (p < end && state != State.DONE) {
            if (state == State.DATA) {
                int n = (int) Math.min(remaining, end - p);
                if (content != null) content.writeBytes(in, p, n);
                payload += n;
                remaining -= n;
                p += n;
                if (remaining == 0) state = State.DATA_CR;
            } else if (!framing(in.getByte(p++))) {
                return -1;
            }
        }
        return p - from;
    }

    private boolean framing(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> b == '\n' && chunk();
            case DATA_CR -> b == '\r' && to(State.DATA_LF);
            case DATA_LF -> b == '\n' && nextSize();
            case TRAILER_NAME -> trailerName(b);
            case TRAILER_VALUE -> trailerValue(b);
            case TRAILER_LF -> b == '\n' && nextTrailer();
            case END_LF -> b == '\n' && to(State.DONE);
            default -> false;
        };
    }

    private boolean to(State next) {
        state = next;
        return true;
    }

    private boolean nextSize() {
        remaining = 0;
        digits = 0;
        line = 0;
        return to(State.SIZE);
    }

    private boolean size(byte b) {
        if (Chars.hex(b)) {
            remaining = remaining << 4 | Chars.digit(b);
            return ++digits <= MOST_DIGITS;
        }
        if (digits == 0) return false;
        if (b == '\r') return to(State.SIZE_LF);
        return b == ';' && to(State.EXTENSION);
    }

    /// RFC 9112 section 7.1.1, of which tokens are let through and quoted strings are not:
    /// implementations differ in where those end.
    private boolean extension(byte b) {
        if (++line > MOST_LINE) return false;
        if (b == '\r') return to(State.SIZE_LF);
        return Chars.token(b) || b == '=' || b == ';';
    }

    private boolean chunk() {
        if (remaining > 0) return to(State.DATA);
        line = 0;
        trailer = 0;
        return to(State.TRAILER_NAME);
    }

    private boolean trailerName(byte b) {
        if (++trailer > MOST_TRAILER) return false;
        if (b == '\r' && line == 0) return to(State.END_LF);
        if (b == ':') return line > 0 && !essential() && to(State.TRAILER_VALUE);
        if (!Chars.token(b)) return false;
        if (line < name.length) name[line] = b;
        line++;
        return true;
    }

    private boolean essential() {
        if (line > name.length) return false;
        Field field = Field.of(name, 0, line);
        return field.essential() || field.hopByHop;
    }

    private boolean trailerValue(byte b) {
        if (++trailer > MOST_TRAILER) return false;
        return b == '\r' ? to(State.TRAILER_LF) : Chars.value(b);
    }

    private boolean nextTrailer() {
        line = 0;
        return to(State.TRAILER_NAME);
    }
}

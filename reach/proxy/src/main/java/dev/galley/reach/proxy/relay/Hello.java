// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The server name that a TLS client asks for, read from the start of its stream and left there.
///
/// A ClientHello (RFC 8446 section 4.1.2) is a handshake message of type 1; it may be spread over
/// several records (section 5.1), and they over any number of segments. Nothing but what leads to
/// the name is looked at: whether the rest holds is for the member to say.
///
/// @param state whether it is all there
/// @param name in lower case; null: the client names none
record Hello(State state, @Nullable String name) {
    enum State {
        /// More bytes are needed.
        MORE,
        /// The hello is whole.
        WHOLE,
        /// This is no ClientHello, or one that is longer than is allowed.
        REFUSED
    }

    /// As much as is read of a client before it must have named its server.
    static final int MOST_BYTES = 16 * 1024;

    private static final Hello MORE = new Hello(State.MORE, null);
    private static final Hello REFUSED = new Hello(State.REFUSED, null);
    private static final Hello NAMELESS = new Hello(State.WHOLE, null);

    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int LONGEST_RECORD = 1 << 14;

    /// Reads at the reader index of `in`, which stays where it is.
    static Hello read(ByteBuf in) {
        byte[] message = new byte[Math.min(in.readableBytes(), MOST_BYTES)];
        int length = join(in, message);
        if (length < 0) return REFUSED;
        if (length > 0 && message[0] != CLIENT_HELLO) return REFUSED;
        if (length < MESSAGE_HEADER) return needsMore(in);
        int whole = MESSAGE_HEADER + number(message, 1, 3);
        if (whole > MOST_BYTES) return REFUSED;
        if (length < whole) return needsMore(in);
        return hello(new Part(message, MESSAGE_HEADER, whole));
    }

    private static Hello needsMore(ByteBuf in) {
        return in.readableBytes() < MOST_BYTES ? MORE : REFUSED;
    }

    /// Puts what the handshake records carry, whole or not, one behind the other.
    ///
    /// @return how much it is; -1 if something else is among them
    private static int join(ByteBuf in, byte[] message) {
        int length = 0, at = in.readerIndex(), end = at + message.length;
        while (at < end) {
            if (in.getByte(at) != HANDSHAKE) return -1;
            if (at + 1 < end && in.getByte(at + 1) != 3) return -1;
            if (end - at < RECORD_HEADER) return length;
            int size = in.getUnsignedShort(at + 3);
            if (size == 0 || size > LONGEST_RECORD) return -1;
            at += RECORD_HEADER;
            int here = Math.min(size, end - at);
            in.getBytes(at, message, length, here);
            length += here;
            at += here;
            if (length >= MESSAGE_HEADER && length >= MESSAGE_HEADER + number(message, 1, 3))
                return length;
        }
        return length;
    }

    /// Version, random, session id, cipher suites, compression methods, extensions.
    private static Hello hello(Part hello) {
        if (!hello.skip(2 + 32) || !hello.skipVector(1) || !hello.skipVector(2)) return REFUSED;
        if (!hello.skipVector(1)) return REFUSED;
        if (hello.left() == 0) return NAMELESS;
        Part extensions = hello.vector(2);
        return extensions == null ? REFUSED : extensions(extensions);
    }

    private static Hello extensions(Part all) {
        while (all.left() > 0) {
            int type = all.number(2);
            Part extension = all.vector(2);
            if (type < 0 || extension == null) return REFUSED;
            if (type == 0) return serverName(extension);
        }
        return NAMELESS;
    }

    /// RFC 6066 section 3: a list of one name, of type host_name.
    private static Hello serverName(Part extension) {
        Part list = extension.vector(2);
        if (list == null || list.number(1) != 0) return REFUSED;
        Part name = list.vector(2);
        if (name == null || name.left() == 0 || name.left() > 255) return REFUSED;
        String text = name.text();
        for (int i = 0; i < text.length(); i++) if (!allowed(text.charAt(i))) return REFUSED;
        return new Hello(State.WHOLE, text.toLowerCase(Locale.ROOT));
    }

    private static boolean allowed(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    }

    private static int number(byte[] b, int from, int bytes) {
        int n = 0;
        for (int i = 0; i < bytes; i++) n = (n << 8) | (b[from + i] & 0xFF);
        return n;
    }

    /// A part of the message that is read from front to back and never past its end.
    private static final class Part {
        private final byte[] b;
        private int at;
        private final int end;

        Part(byte[] b, int at, int end) {
            this.b = b;
            this.at = at;
            this.end = end;
        }

        int left() {
            return end - at;
        }

        /// -1: there is no such number.
        int number(int bytes) {
            if (left() < bytes) return -1;
            at += bytes;
            return Hello.number(b, at - bytes, bytes);
        }

        boolean skip(int bytes) {
            if (left() < bytes) return false;
            at += bytes;
            return true;
        }

        boolean skipVector(int lengthBytes) {
            int length = number(lengthBytes);
            return length >= 0 && skip(length);
        }

        /// What stands behind its own length; null if that is more than there is.
        @Nullable Part vector(int lengthBytes) {
            int length = number(lengthBytes);
            return length >= 0 && skip(length) ? new Part(b, at - length, at) : null;
        }

        String text() {
            return new String(b, at, left(), StandardCharsets.US_ASCII);
        }
    }
}

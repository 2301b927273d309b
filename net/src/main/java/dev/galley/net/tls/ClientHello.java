// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the first message of a TLS client asks for (RFC 8446 section 4.1.2), as far as it is needed
/// to find the certificate, or where to pass the connection on to.
///
/// @param length how many bytes were looked at; 0 if they begin as TLS does but are no ClientHello
///   that could be read, which BoringSSL will refuse in the words of TLS; -1 if they are not TLS
/// @param name the host name that is asked for (RFC 6066 section 3), in lower case; null if none is
/// @param ecdsa the curves whose signatures are taken, as bits: 1 P-256, 2 P-384, 4 P-521; 0 where
///   no cipher suite would use them
public record ClientHello(int length, @Nullable String name, int ecdsa) {
    private static final int RECORD_HEADER = 5;

    /// With the headers of its records.
    private static final int LONGEST = 32 * 1024;

    private static final int HANDSHAKE = 22, CLIENT_HELLO = 1;
    private static final int SERVER_NAME = 0, SIGNATURE_ALGORITHMS = 13, VERSIONS = 43;
    private static final ClientHello NONE = new ClientHello(-1, null, 0);
    private static final ClientHello DAMAGED = new ClientHello(0, null, 0);

    /// Reads it at the reader index of `in`, which stays where it is.
    ///
    /// @return null if more bytes are needed
    public static @Nullable ClientHello read(ByteBuf in) {
        if (in.isReadable() && in.getUnsignedByte(in.readerIndex()) != HANDSHAKE) return NONE;
        ByteBuf message = Unpooled.buffer(0, LONGEST);
        int at = in.readerIndex(), wanted = 4;
        while (message.readableBytes() < wanted) {
            if (in.writerIndex() - at < RECORD_HEADER) return null;
            int length = in.getUnsignedShort(at + 3);
            boolean odd = in.getUnsignedByte(at) != HANDSHAKE || in.getUnsignedByte(at + 1) != 3;
            int next = at + RECORD_HEADER + length;
            if (odd || length == 0 || next - in.readerIndex() > LONGEST) return DAMAGED;
            if (in.writerIndex() < next) return null;
            // A message may be cut into several records (RFC 8446 section 5.1).
            message.writeBytes(in, at + RECORD_HEADER, length);
            at = next;
            if (message.readableBytes() >= 4) {
                if (message.getUnsignedByte(0) != CLIENT_HELLO) return DAMAGED;
                wanted = 4 + message.getUnsignedMedium(1);
                if (wanted > LONGEST) return DAMAGED;
            }
        }
        try {
            return body(at - in.readerIndex(), message.slice(4, wanted - 4));
        } catch (IndexOutOfBoundsException e) {
            return DAMAGED;
        }
    }

    private static ClientHello body(int length, ByteBuf hello) {
        hello.skipBytes(2 + 32);
        hello.skipBytes(hello.readUnsignedByte());
        boolean suite = suites(hello.readSlice(hello.readUnsignedShort()));
        hello.skipBytes(hello.readUnsignedByte());
        String name = null;
        int ecdsa = 0;
        ByteBuf extensions =
                hello.isReadable()
                        ? hello.readSlice(hello.readUnsignedShort())
                        : Unpooled.EMPTY_BUFFER;
        while (extensions.isReadable()) {
            int type = extensions.readUnsignedShort();
            ByteBuf value = extensions.readSlice(extensions.readUnsignedShort());
            switch (type) {
                case SERVER_NAME -> name = name(value);
                case SIGNATURE_ALGORITHMS -> ecdsa = curves(value);
                case VERSIONS -> suite |= tls13(value);
                default -> {}
            }
        }
        return new ClientHello(length, name, suite ? ecdsa : 0);
    }

    /// Whether there is one of ECDHE and ECDSA that Galley knows (RFC 5289, RFC 7905).
    private static boolean suites(ByteBuf suites) {
        while (suites.isReadable())
            switch (suites.readUnsignedShort()) {
                case 0xC02B, 0xC02C, 0xCCA9 -> {
                    return true;
                }
                default -> {}
            }
        return false;
    }

    /// TLS 1.3 goes with any signature.
    private static boolean tls13(ByteBuf versions) {
        versions.skipBytes(1);
        while (versions.isReadable()) if (versions.readUnsignedShort() == 0x0304) return true;
        return false;
    }

    private static int curves(ByteBuf algorithms) {
        int curves = 0;
        algorithms.skipBytes(2);
        while (algorithms.isReadable())
            switch (algorithms.readUnsignedShort()) {
                case 0x0403 -> curves |= 1;
                case 0x0503 -> curves |= 2;
                case 0x0603 -> curves |= 4;
                default -> {}
            }
        return curves;
    }

    private static @Nullable String name(ByteBuf names) {
        names.skipBytes(2);
        while (names.isReadable()) {
            int type = names.readUnsignedByte();
            ByteBuf name = names.readSlice(names.readUnsignedShort());
            if (type == 0) return name.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        }
        return null;
    }
}

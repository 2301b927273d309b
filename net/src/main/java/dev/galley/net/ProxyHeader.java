// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.config.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The header of the PROXY protocol, versions 1 and 2 (haproxy.org, doc/proxy-protocol.txt).
///
/// @param length how many bytes it takes; -1 if it is malformed
/// @param source who the connection is from; null if the header does not say (UNKNOWN, LOCAL)
/// @param destination what it was made to; null likewise
public record ProxyHeader(
        int length, @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination) {
    private static final byte[] SIGNATURE = {
        '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
    };
    private static final byte[] START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_V1 = 107;
    private static final int FIXED_V2 = 16;
    private static final int LONGEST_V2 = 4096;
    private static final ProxyHeader MALFORMED = new ProxyHeader(-1, null, null);

    /// Reads a header at the reader index of `in`, which stays where it is.
    ///
    /// @return null if more bytes are needed
    public static @Nullable ProxyHeader read(ByteBuf in) {
        if (begins(in, SIGNATURE)) return in.readableBytes() < FIXED_V2 ? null : v2(in);
        if (begins(in, START)) return v1(in);
        return MALFORMED;
    }

    private static boolean begins(ByteBuf in, byte[] with) {
        int n = Math.min(with.length, in.readableBytes());
        for (int i = 0; i < n; i++) if (in.getByte(in.readerIndex() + i) != with[i]) return false;
        return true;
    }

    private static @Nullable ProxyHeader v1(ByteBuf in) {
        int from = in.readerIndex(), most = Math.min(in.readableBytes(), LONGEST_V1);
        int end = in.indexOf(from, from + most, (byte) '\n');
        if (end < 0) return most == LONGEST_V1 ? MALFORMED : null;
        String line = in.toString(from, end - from, StandardCharsets.US_ASCII);
        if (!line.endsWith("\r")) return MALFORMED;
        String[] words = line.substring(0, line.length() - 1).split(" ", -1);
        if (words.length >= 2 && words[1].equals("UNKNOWN"))
            return new ProxyHeader(end + 1 - from, null, null);
        if (words.length != 6 || !port(words[4]) || !port(words[5])) return MALFORMED;
        boolean four = words[1].equals("TCP4") && v4(words[2]) && v4(words[3]);
        boolean six = words[1].equals("TCP6") && v6(words[2]) && v6(words[3]);
        if (!four && !six) return MALFORMED;
        return new ProxyHeader(end + 1 - from, at(words[2], words[4]), at(words[3], words[5]));
    }

    private static boolean port(String word) {
        return word.matches("0|[1-9][0-9]{0,4}") && Integer.parseInt(word) <= 65535;
    }

    private static boolean v4(String word) {
        return NetUtil.isValidIpV4Address(word);
    }

    private static boolean v6(String word) {
        return NetUtil.isValidIpV6Address(word);
    }

    private static @Nullable ProxyHeader v2(ByteBuf in) {
        int from = in.readerIndex();
        int command = in.getUnsignedByte(from + 12), family = in.getUnsignedByte(from + 13);
        int length = FIXED_V2 + in.getUnsignedShort(from + 14);
        if (command >> 4 != 2 || (command & 0xF) > 1 || length > LONGEST_V2) return MALFORMED;
        if (in.readableBytes() < length) return null;
        if ((command & 0xF) == 0) return new ProxyHeader(length, null, null);
        int bytes = family == 0x11 ? 4 : family == 0x21 ? 16 : 0;
        if (bytes == 0) return new ProxyHeader(length, null, null);
        if (length < FIXED_V2 + 2 * bytes + 4) return MALFORMED;
        int addresses = from + FIXED_V2, ports = addresses + 2 * bytes;
        return new ProxyHeader(
                length,
                at(in, addresses, bytes, ports),
                at(in, addresses + bytes, bytes, ports + 2));
    }

    private static InetSocketAddress at(String host, String port) {
        return at(NetUtil.createByteArrayFromIpAddressString(host), Integer.parseInt(port));
    }

    private static InetSocketAddress at(ByteBuf in, int address, int bytes, int port) {
        return at(ByteBufUtil.getBytes(in, address, bytes), in.getUnsignedShort(port));
    }

    private static InetSocketAddress at(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /// The header of the given version that tells of `origin`.
    ///
    /// @throws IllegalArgumentException for {@link ProxyProtocol#OFF}
    public static ByteBuf write(ProxyProtocol version, Origin origin, ByteBufAllocator allocator) {
        return switch (version) {
            case V1 -> v1(origin.source(), origin.destination(), allocator);
            case V2 -> v2(origin.source(), origin.destination(), allocator);
            case OFF -> throw new IllegalArgumentException("no version");
        };
    }

    /// A header of version 1: one line of text.
    static ByteBuf v1(
            InetSocketAddress source, InetSocketAddress destination, ByteBufAllocator allocator) {
        boolean four =
                source.getAddress() instanceof Inet4Address
                        && destination.getAddress() instanceof Inet4Address;
        String line =
                "PROXY "
                        + (four ? "TCP4 " : "TCP6 ")
                        + text(source, four)
                        + " "
                        + text(destination, four)
                        + " "
                        + source.getPort()
                        + " "
                        + destination.getPort()
                        + "\r\n";
        return ByteBufUtil.writeAscii(allocator, line);
    }

    private static String text(InetSocketAddress address, boolean four) {
        InetAddress host = address.getAddress();
        if (!four && host instanceof Inet4Address) return "::ffff:" + host.getHostAddress();
        return NetUtil.toAddressString(host);
    }

    /// A header of version 2: binary.
    static ByteBuf v2(
            InetSocketAddress source, InetSocketAddress destination, ByteBufAllocator allocator) {
        byte[] from = source.getAddress().getAddress(), to = destination.getAddress().getAddress();
        int bytes = Math.max(from.length, to.length);
        ByteBuf header = allocator.directBuffer(FIXED_V2 + 2 * bytes + 4);
        header.writeBytes(SIGNATURE).writeByte(0x21).writeByte(bytes == 4 ? 0x11 : 0x21);
        header.writeShort(2 * bytes + 4);
        header.writeBytes(widened(from, bytes)).writeBytes(widened(to, bytes));
        return header.writeShort(source.getPort()).writeShort(destination.getPort());
    }

    /// An IPv4 address as IPv6 writes it (RFC 4291 section 2.5.5.2), if its peer is IPv6.
    private static byte[] widened(byte[] address, int bytes) {
        if (address.length == bytes) return address;
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xFF;
        System.arraycopy(address, 0, mapped, 12, 4);
        return mapped;
    }
}

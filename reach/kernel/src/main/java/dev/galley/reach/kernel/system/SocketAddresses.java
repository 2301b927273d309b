// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.system;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The bytes of socket addresses (ip(7), ipv6(7), netlink(7), packet(7)): the family in the host's
/// byte order, ports in the network's.
public final class SocketAddresses {
    public static final int AF_UNIX = 1,
            AF_INET = 2,
            AF_INET6 = 10,
            AF_NETLINK = 16,
            AF_PACKET = 17;

    private SocketAddresses() {}

    public static byte[] of(InetAddress address, int port) {
        boolean six = address instanceof Inet6Address;
        byte[] bytes = new byte[six ? 28 : 16];
        ByteBuffer fields = begin(bytes, family(address)).putShort(2, network(port));
        fields.put(six ? 8 : 4, address.getAddress());
        if (address instanceof Inet6Address link) fields.putInt(24, link.getScopeId());
        return bytes;
    }

    public static int family(InetAddress address) {
        return address instanceof Inet6Address ? AF_INET6 : AF_INET;
    }

    /// A name that belongs to no file (unix(7), abstract).
    public static byte[] abstractName(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[3 + text.length];
        begin(bytes, AF_UNIX).put(3, text);
        return bytes;
    }

    /// This socket's own address, or, without groups, the kernel's.
    ///
    /// @param groups the multicast groups to listen to, a bit each; 0: answers only
    public static byte[] netlink(int groups) {
        byte[] bytes = new byte[12];
        begin(bytes, AF_NETLINK).putInt(8, groups);
        return bytes;
    }

    /// An interface, and an address on its link.
    ///
    /// @param protocol the EtherType, such as 0x0806 for ARP
    /// @param to the hardware address; empty: none
    public static byte[] packet(int interfaceIndex, int protocol, byte[] to) {
        byte[] bytes = new byte[20];
        begin(bytes, AF_PACKET)
                .putShort(2, network(protocol))
                .putInt(4, interfaceIndex)
                .put(11, (byte) to.length)
                .put(12, to);
        return bytes;
    }

    private static ByteBuffer begin(byte[] bytes, int family) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort(0, (short) family);
    }

    /// A 16-bit number so that the native order writes it in the network's.
    private static short network(int number) {
        short value = (short) number;
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
    }
}

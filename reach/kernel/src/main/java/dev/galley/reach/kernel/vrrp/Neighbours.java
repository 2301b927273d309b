// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import dev.galley.reach.kernel.system.KernelException;
import dev.galley.reach.kernel.system.NativeSocket;
import dev.galley.reach.kernel.system.SocketAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/// Tells everybody on a link where an address is now: a gratuitous ARP request (RFC 5227, section
/// 3), an unsolicited neighbour advertisement that overrides (RFC 4861, section 4.4). Needs
/// CAP_NET_RAW.
final class Neighbours implements AutoCloseable {
    private static final int ETHERTYPE_ARP = 0x0806, ETHERTYPE_IPV6 = 0x86DD;
    private static final int ETHERNET = 1, ETHERTYPE_IP = 0x0800, REQUEST = 1;
    private static final int ICMPV6 = 58, ADVERTISEMENT = 136, OVERRIDE = 0x20000000;
    private static final int TARGET_LINK_LAYER_ADDRESS = 2;
    private static final byte[] EVERYBODY = {-1, -1, -1, -1, -1, -1};
    private static final byte[] ALL_NODES_MAC = {0x33, 0x33, 0, 0, 0, 1};
    private static final InetAddress ALL_NODES = InetAddress.ofLiteral("ff02::1");

    private final NativeSocket socket;

    private Neighbours(NativeSocket socket) {
        this.socket = socket;
    }

    /// A socket that sends only: with protocol 0 it gets no packets.
    static Neighbours open() throws KernelException {
        return new Neighbours(
                NativeSocket.open(
                        "a socket for ARP", SocketAddresses.AF_PACKET, NativeSocket.SOCK_RAW, 0));
    }

    void tell(Link link, InetAddress address) throws KernelException {
        if (link.mac().length != EVERYBODY.length) return;
        boolean six = address instanceof Inet6Address;
        byte[] frame = six ? advertisement(link.mac(), address) : arp(link.mac(), address);
        byte[] to =
                SocketAddresses.packet(
                        link.index(),
                        six ? ETHERTYPE_IPV6 : ETHERTYPE_ARP,
                        six ? ALL_NODES_MAC : EVERYBODY);
        socket.send(ByteBuffer.wrap(frame), to, new byte[0]);
    }

    /// RFC 826, with the address as sender and as target.
    static byte[] arp(byte[] mac, InetAddress address) {
        return ByteBuffer.allocate(42)
                .put(EVERYBODY)
                .put(mac)
                .putShort((short) ETHERTYPE_ARP)
                .putShort((short) ETHERNET)
                .putShort((short) ETHERTYPE_IP)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) REQUEST)
                .put(mac)
                .put(address.getAddress())
                .put(new byte[6])
                .put(address.getAddress())
                .array();
    }

    static byte[] advertisement(byte[] mac, InetAddress address) {
        ByteBuffer message = ByteBuffer.allocate(32);
        message.put((byte) ADVERTISEMENT).put((byte) 0).putShort((short) 0).putInt(OVERRIDE);
        message.put(address.getAddress());
        message.put((byte) TARGET_LINK_LAYER_ADDRESS).put((byte) 1).put(mac);
        int sum = Checksum.of(message.array(), ICMPV6, address, ALL_NODES);
        message.putShort(2, (short) sum);
        return ByteBuffer.allocate(14 + 40 + 32)
                .put(ALL_NODES_MAC)
                .put(mac)
                .putShort((short) ETHERTYPE_IPV6)
                .putInt(6 << 28)
                .putShort((short) 32)
                .put((byte) ICMPV6)
                .put((byte) 255)
                .put(address.getAddress())
                .put(ALL_NODES.getAddress())
                .put(message.array())
                .array();
    }

    @Override
    public void close() {
        socket.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.reach.kernel.netlink.Attributes;
import dev.galley.reach.kernel.netlink.Message;
import dev.galley.reach.kernel.netlink.Netlink;
import dev.galley.reach.kernel.netlink.Request;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which station of which link has an address, as ARP and neighbour discovery know it
/// (rtnetlink(7), RTM_GETNEIGH). One thread at a time.
final class Neighbours implements AutoCloseable {
    /// How a frame gets to a neighbour.
    ///
    /// @param device the link's name
    /// @param from the link's own station, `02:00:00:00:00:01`
    record Hop(String device, String from, String to) {}

    private static final int GET = 30, STRUCTURE = 12;
    private static final int ADDRESS = 1, STATION = 2;
    private static final int INCOMPLETE = 1, FAILED = 0x20, STATION_BYTES = 6;
    private static final int DISCARD = 9;

    private final Netlink netlink;

    Neighbours() throws IOException {
        netlink = Netlink.open(Netlink.ROUTE);
    }

    /// All that are known by now.
    Map<InetAddress, Hop> all() throws IOException {
        Map<InetAddress, Hop> all = new HashMap<>();
        Request dump = new Request("list neighbours", GET, Request.DUMP);
        for (Message message : netlink.call(dump.structure(new byte[STRUCTURE]))) {
            Attributes attributes = message.attributes(STRUCTURE);
            int state = message.body().getShort(8) & 0xFFFF;
            boolean known = attributes.has(ADDRESS) && attributes.has(STATION);
            if (!known || (state & (INCOMPLETE | FAILED)) != 0) continue;
            Hop hop = hop(message.body().getInt(4), attributes.bytes(STATION));
            if (hop != null) all.put(InetAddress.getByAddress(attributes.bytes(ADDRESS)), hop);
        }
        return all;
    }

    private static @Nullable Hop hop(int index, byte[] station) throws IOException {
        NetworkInterface link = NetworkInterface.getByIndex(index);
        byte[] own = link == null ? null : link.getHardwareAddress();
        if (link == null || own == null || station.length != STATION_BYTES) return null;
        HexFormat form = HexFormat.ofDelimiter(":");
        return new Hop(link.getName(), form.formatHex(own), form.formatHex(station));
    }

    /// Has the kernel look for a neighbour: it does so for any packet, such as an empty one to the
    /// port that takes what nobody wants (RFC 863).
    static void look(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(
                    new DatagramPacket(new byte[0], 0, new InetSocketAddress(address, DISCARD)));
        } catch (IOException e) {
            System.getLogger(Neighbours.class.getName())
                    .log(System.Logger.Level.DEBUG, "no way to " + address, e);
        }
    }

    @Override
    public void close() {
        netlink.close();
    }
}

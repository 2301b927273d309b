// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.reach.kernel.ServiceKey;
import dev.galley.reach.kernel.netlink.Attributes;
import dev.galley.reach.kernel.netlink.Message;
import dev.galley.reach.kernel.netlink.Netlink;
import dev.galley.reach.kernel.netlink.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/// Who is connected to whom, by the table of connection tracking (the kernel's
/// nfnetlink_conntrack.h). One thread at a time.
final class Conntrack implements AutoCloseable {
    /// A connection's ends: what its client asked for, and who answers.
    record Ends(ServiceKey service, InetSocketAddress member) {}

    private static final int NETFILTER = 12, GET = 1 << 8 | 1;
    private static final int ORIGINAL = 1, REPLY = 2, PROTOCOL_STATE = 4;
    private static final int IP = 1, PROTOCOL = 2, NUMBER = 1, SOURCE_PORT = 2, PORT = 3;
    private static final int TCP = 6, TCP_STATE = 1, STATE = 1, ESTABLISHED = 3;

    /// The family's structure: family, version, resource.
    private static final byte[] ANY_FAMILY = new byte[4];

    /// Reading takes its time where there are many: no more than a twentieth of the time is spent.
    private static final int REST = 20;

    private final Netlink netlink;
    private Map<Ends, Integer> last = Map.of();
    private long nextNanos = System.nanoTime();

    Conntrack() throws IOException {
        netlink = Netlink.open(NETFILTER);
    }

    /// How many connections there are between a service and a member, by now or a little earlier:
    /// those of TCP that are established, and those of UDP that are remembered.
    Map<Ends, Integer> active() throws IOException {
        long begin = System.nanoTime();
        if (begin - nextNanos < 0) return last;
        Map<Ends, Integer> active = new HashMap<>();
        Request dump = new Request("list connections", GET, Request.DUMP).structure(ANY_FAMILY);
        for (Message message : netlink.call(dump)) count(message, active);
        long end = System.nanoTime();
        nextNanos = end + REST * (end - begin);
        last = active;
        return active;
    }

    private static void count(Message message, Map<Ends, Integer> active) throws IOException {
        Attributes all = message.attributes(ANY_FAMILY.length);
        if (!all.has(ORIGINAL) || !all.has(REPLY)) return;
        Attributes asked = all.nest(ORIGINAL), answers = all.nest(REPLY);
        int protocol = asked.nest(PROTOCOL).u8(NUMBER);
        if (protocol == TCP ? !established(all) : protocol != 17) return;
        ServiceKey service = new ServiceKey(end(asked, 2, PORT), protocol != TCP);
        active.merge(new Ends(service, end(answers, 1, SOURCE_PORT)), 1, Integer::sum);
    }

    private static boolean established(Attributes all) throws IOException {
        if (!all.has(PROTOCOL_STATE)) return false;
        Attributes state = all.nest(PROTOCOL_STATE);
        return state.has(TCP_STATE) && state.nest(TCP_STATE).u8(STATE) == ESTABLISHED;
    }

    /// @param address 1 the source's of IPv4, 2 the destination's; those of IPv6 follow
    private static InetSocketAddress end(Attributes tuple, int address, int port)
            throws IOException {
        Attributes ip = tuple.nest(IP);
        byte[] bytes = ip.bytes(ip.has(address) ? address : address + 2);
        return new InetSocketAddress(
                InetAddress.getByAddress(bytes), tuple.nest(PROTOCOL).be16(port));
    }

    @Override
    public void close() {
        netlink.close();
    }
}

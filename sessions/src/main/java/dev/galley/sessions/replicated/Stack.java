// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import dev.galley.config.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.PerDestinationBundler;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.TLSClientAuth;

/// How the nodes speak to each other: JGroups over TCP, at the addresses of the file and no others;
/// no multicast, nothing to ask it from outside. Times are in milliseconds.
///
/// A process that dies is missed at once, by its connections; one that hangs or is cut off after
/// {@value #SILENCE} ms. Then the others go on without it.
final class Stack {
    /// Longer than a node may be paused without being missed: see {@link Confidence}.
    static final int SILENCE = 3_000;

    private static final int HEARTBEAT = 1_000, VERIFY = 500, JOIN = 2_000, CONNECT = 500;
    private static final int MERGE_MIN = 1_000, MERGE_MAX = 3_000;

    private Stack() {}

    static JChannel channel(Peers peers) throws Exception {
        InetAddress host = InetAddress.getByName(peers.bind().host());
        TCP tcp = new TCP();
        tcp.setBindAddress(host).setBindPort(peers.bind().port()).setPortRange(0);
        if (peers.tls() != null)
            tcp.tls().enabled(true).setSSLContext(peers.tls()).setClientAuth(TLSClientAuth.NEED);
        // One thread for all would wait for a node that is cut off, and the others would miss this
        // one.
        tcp.setSockConnTimeout(CONNECT);
        // Questions and answers wait for each other: Nagle's algorithm would hold them back for the
        // 40 ms of a delayed ACK (RFC 9293 §3.7.4).
        tcp.tcpNodelay(true);
        tcp.setBundler(new PerDestinationBundler().useSingleSenderThread(false));
        JChannel channel = new JChannel(protocols(tcp, host, peers.all(), Lock.of(peers)));
        tcp.getDiagnosticsHandler().setEnabled(false);
        channel.setName(peers.node());
        return channel;
    }

    private static List<Protocol> protocols(
            TCP tcp, InetAddress host, List<Address> peers, List<Protocol> lock)
            throws UnknownHostException {
        // On a port of its own, the next one, and at the same address: else at all of the machine.
        FD_SOCK2 sockets = new FD_SOCK2().setBindAddress(host).setOffset(1).setPortRange(0);
        List<Protocol> below =
                List.of(
                        tcp,
                        new TCPPING().initialHosts(addresses(peers)).portRange(0),
                        new MERGE3().setMinInterval(MERGE_MIN).setMaxInterval(MERGE_MAX),
                        sockets,
                        new FD_ALL3().setTimeout(SILENCE).setInterval(HEARTBEAT),
                        new VERIFY_SUSPECT2().setTimeout(VERIFY));
        List<Protocol> above =
                List.of(
                        new NAKACK2().useMcastXmit(false),
                        new UNICAST3(),
                        new STABLE(),
                        new GMS().setJoinTimeout(JOIN).printLocalAddress(false),
                        new UFC(),
                        new MFC(),
                        new FRAG4());
        return Stream.of(below, lock, above).flatMap(List::stream).toList();
    }

    private static List<InetSocketAddress> addresses(List<Address> peers)
            throws UnknownHostException {
        List<InetSocketAddress> all = new ArrayList<>();
        for (Address peer : peers)
            all.add(new InetSocketAddress(InetAddress.getByName(peer.host()), peer.port()));
        return all;
    }
}

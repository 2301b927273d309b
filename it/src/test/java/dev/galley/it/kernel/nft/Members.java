// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Three servers in namespaces of their own, on a bridge in the balancer's; each byte and each
/// datagram that one gets it answers with its number. The client is on that bridge as well, for
/// answers that go past the balancer.
final class Members implements AutoCloseable {
    /// What the balancer forwards.
    static final String VIP = "10.98.1.100", VIP6 = "fd98:9::100";

    static final String CLIENT = "10.97.0.20";

    private final List<Namespace> all = new ArrayList<>();
    private final List<ServerSocket> listening = new ArrayList<>();
    private final List<DatagramSocket> datagrams = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();

    /// @param port where they listen
    Members(Street street, int port) {
        Namespace balancer = street.server;
        balancer.ip("link", "add", "nf-br", "type", "bridge");
        balancer.ip("addr", "add", "10.97.0.1/24", "dev", "nf-br");
        balancer.ip("addr", "add", "fd97::1/64", "dev", "nf-br", "nodad");
        balancer.ip("link", "set", "nf-br", "up");
        balancer.ip("addr", "add", VIP + "/32", "dev", "lo");
        balancer.ip("addr", "add", VIP6 + "/128", "dev", "lo");
        balancer.sysctl("net.ipv4.ip_forward", 1);
        balancer.sysctl("net.ipv6.conf.all.forwarding", 1);
        join(street.client, balancer, "nf-v", List.of(CLIENT + "/24"));
        street.client.ip("route", "add", VIP, "via", "10.97.0.1");
        street.client.ip("route", "add", VIP6, "via", Street.SERVER6);
        street.client.ip("route", "add", "fd97::/64", "via", Street.SERVER6);
        for (int number = 1; number <= 3; number++) add(balancer, number, port);
        street.client.connected();
        all.forEach(Namespace::connected);
    }

    private static void join(
            Namespace one, Namespace balancer, String port, List<String> addresses) {
        List<String> mine = new ArrayList<>(List.of("nf-m"));
        mine.addAll(addresses);
        one.connect(balancer, mine, List.of(port));
        balancer.ip("link", "set", port, "master", "nf-br");
    }

    private void add(Namespace balancer, int number, int port) {
        Namespace one = new Namespace(balancer + "m" + number);
        all.add(one);
        join(
                one,
                balancer,
                "nf-p" + number,
                List.of("10.97.0.1" + number + "/24", "fd97::1" + number + "/64"));
        one.ip("route", "add", "default", "via", "fd97::1");
        one.ip("route", "add", "10.98.0.0/16", "via", "10.97.0.1");
        one.sysctl("net.ipv4.conf.all.arp_ignore", 1);
        one.sysctl("net.ipv4.conf.all.arp_announce", 2);
        one.ip("addr", "add", "10.98.1.101/32", "dev", "lo");
        listening.add(one.call(() -> new ServerSocket(port, 50, InetAddress.getByName("::"))));
        serve(listening.getLast(), number);
        datagrams.add(one.call(() -> new DatagramSocket(port)));
        echo(datagrams.getLast(), number);
    }

    private static void echo(DatagramSocket at, int number) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    DatagramPacket packet = new DatagramPacket(new byte[1], 1);
                    try {
                        while (true) {
                            at.receive(packet);
                            packet.getData()[0] = (byte) ('0' + number);
                            at.send(packet);
                        }
                    } catch (IOException closed) {
                        // As it should be.
                    }
                });
    }

    private void serve(ServerSocket at, int number) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        while (true) {
                            Socket socket = at.accept();
                            synchronized (open) {
                                open.add(socket);
                            }
                            Thread.ofVirtual().start(() -> answer(socket, number));
                        }
                    } catch (IOException closed) {
                        // As it should be.
                    }
                });
    }

    private static void answer(Socket socket, int number) {
        try (socket) {
            byte[] answer = ("" + number).getBytes(StandardCharsets.US_ASCII);
            while (socket.getInputStream().read() >= 0) socket.getOutputStream().write(answer);
        } catch (IOException gone) {
            // The client's doing.
        }
    }

    /// One takes no connections any more.
    void end(int number) throws IOException {
        listening.get(number - 1).close();
    }

    @Override
    public void close() {
        synchronized (open) {
            for (Socket socket : open) quietly(socket);
        }
        for (ServerSocket at : listening) quietly(at);
        for (DatagramSocket at : datagrams) at.close();
        all.forEach(Namespace::close);
    }

    private static void quietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception gone) {
            // It goes with its namespace.
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/// Datagrams both ways between clients and members.
class UdpRelayTest {
    /// A member that sends back what it gets, as often as it is told, with its name before it.
    private static final class Echo implements AutoCloseable {
        private final DatagramSocket socket;
        private final String name;
        private final int times;
        private final Set<Integer> sources = ConcurrentHashMap.newKeySet();

        Echo(String name, int times) {
            this.name = name;
            this.times = times;
            try {
                socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.startVirtualThread(this::serve);
        }

        private void serve() {
            byte[] buffer = new byte[65_535];
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                    socket.receive(packet);
                    sources.add(packet.getPort());
                    byte[] answer = new byte[name.length() + packet.getLength()];
                    System.arraycopy(
                            name.getBytes(StandardCharsets.US_ASCII), 0, answer, 0, name.length());
                    System.arraycopy(buffer, 0, answer, name.length(), packet.getLength());
                    for (int i = 0; i < times; i++)
                        socket.send(
                                new DatagramPacket(
                                        answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                // The end of the test.
            }
        }

        String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static DatagramSocket client(InetSocketAddress relay) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.connect(relay);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void send(DatagramSocket client, byte[] bytes) throws IOException {
        client.send(new DatagramPacket(bytes, bytes.length));
    }

    private static byte[] receive(DatagramSocket client) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        client.receive(packet);
        return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static String ask(DatagramSocket client, String words) throws IOException {
        send(client, words.getBytes(StandardCharsets.US_ASCII));
        return new String(receive(client), StandardCharsets.US_ASCII);
    }

    @Test
    void eachClientGetsItsOwnAnswers() throws Exception {
        try (Echo echo = new Echo("", 1);
                Relayed relay = Relayed.udp("", "", echo.address())) {
            List<DatagramSocket> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) clients.add(client(relay.address()));
            for (int round = 0; round < 3; round++)
                for (int i = 0; i < 20; i++)
                    assertThat(ask(clients.get(i), "client " + i)).isEqualTo("client " + i);
            assertThat(echo.sources).hasSize(20);
            assertThat(relay.open()).isEqualTo(20);
            clients.forEach(DatagramSocket::close);
        }
    }

    @Test
    void aDatagramOfAnySizePasses() throws Exception {
        try (Echo echo = new Echo("", 1);
                Relayed relay = Relayed.udp("", "", echo.address());
                DatagramSocket client = client(relay.address())) {
            for (int size : new int[] {1, 1472, 9000, 65_507}) {
                byte[] sent = new byte[size];
                new Random(size).nextBytes(sent);
                send(client, sent);
                assertThat(receive(client)).isEqualTo(sent);
            }
        }
    }

    @Test
    void allSessionsOfAnAddressGoToOneMemberIfThePoolIsToldTo() throws Exception {
        for (String pool : List.of("persistence: source", "policy: {type: hash, key: source}"))
            try (Echo a = new Echo("a", 1);
                    Echo b = new Echo("b", 1);
                    Relayed relay = Relayed.udp(pool, "", a.address(), b.address())) {
                Set<String> members = new HashSet<>();
                for (int i = 0; i < 8; i++)
                    try (DatagramSocket client = client(relay.address())) {
                        members.add(ask(client, "!"));
                    }
                assertThat(members).as(pool).hasSize(1);
            }
    }

    @Test
    void aSessionKeepsItsMember() throws Exception {
        try (Echo a = new Echo("a", 1);
                Echo b = new Echo("b", 1);
                Relayed relay = Relayed.udp("", "", a.address(), b.address())) {
            Set<String> members = new HashSet<>();
            for (int i = 0; i < 4; i++)
                try (DatagramSocket client = client(relay.address())) {
                    Set<String> own = new HashSet<>();
                    for (int n = 0; n < 5; n++) own.add(ask(client, "!"));
                    assertThat(own).hasSize(1);
                    members.addAll(own);
                }
            assertThat(members).containsExactlyInAnyOrder("a!", "b!");
        }
    }

    @Test
    void aSessionThatIsIdleForTooLongEnds() throws Exception {
        try (Echo echo = new Echo("", 1);
                Relayed relay = Relayed.udp("", "timeout: {idle: 200ms}", echo.address());
                DatagramSocket client = client(relay.address())) {
            assertThat(ask(client, "one")).isEqualTo("one");
            Soon.until(() -> relay.ends("--") == 1 && relay.open() == 0);
            Soon.until(() -> relay.way().traffic().totals().bytesIn() == 3);
            assertThat(ask(client, "two")).isEqualTo("two");
        }
    }

    @Test
    void theSessionThatWasIdleForLongestGivesWay() throws Exception {
        try (Echo echo = new Echo("", 1);
                Relayed relay = Relayed.udp("", "connections: 8", echo.address())) {
            List<DatagramSocket> clients = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                clients.add(client(relay.address()));
                assertThat(ask(clients.get(i), "x")).isEqualTo("x");
            }
            Soon.until(() -> relay.open() <= 8 && relay.ends("PU") == 40 - relay.open());
            clients.forEach(DatagramSocket::close);
        }
    }

    @Test
    void aSessionEndsWithItsLastAnswerIfTheirNumberIsKnown() throws Exception {
        try (Echo echo = new Echo("", 2);
                Relayed relay = Relayed.udp("", "responses: 2", echo.address());
                DatagramSocket client = client(relay.address())) {
            assertThat(ask(client, "q")).isEqualTo("q");
            assertThat(receive(client)).hasSize(1);
            Soon.until(() -> relay.ends("--") == 1);
        }
    }

    @Test
    void aMemberThatOwesAnAnswerHasFailed() throws Exception {
        try (Echo mute = new Echo("", 0);
                Relayed relay =
                        Relayed.udp("", "responses: 1, timeout: {idle: 200ms}", mute.address());
                DatagramSocket client = client(relay.address())) {
            send(client, new byte[1]);
            Soon.until(() -> relay.ends("MT") == 1);
            var member = relay.pool().snapshot().members().getFirst().member();
            Soon.until(() -> member.failures() == 1);
        }
    }

    @Test
    void aMemberWhosePortIsUnreachableIsEjected() throws Exception {
        String nobody;
        try (Echo gone = new Echo("", 1)) {
            nobody = gone.address();
        }
        try (Echo echo = new Echo("", 1);
                Relayed relay =
                        Relayed.udp(
                                "ejection: {failures: 2, for: 1m}", "", nobody, echo.address())) {
            Soon.until(() -> {
                try (DatagramSocket client = client(relay.address())) {
                    send(client, new byte[] {'x'});
                }
                return relay.ends("MC") >= 2;
            });
            Soon.until(() -> relay.pool().snapshot().members().getFirst().ejection().out());
            try (DatagramSocket client = client(relay.address())) {
                assertThat(ask(client, "x")).isEqualTo("x");
            }
        }
    }

    @Test
    void aClosedRelayLeavesNoSession() throws Exception {
        try (Echo echo = new Echo("", 1);
                Relayed relay = Relayed.udp("", "", echo.address());
                DatagramSocket client = client(relay.address())) {
            assertThat(ask(client, "x")).isEqualTo("x");
            relay.way().drain();
            assertThat(ask(client, "y")).isEqualTo("y");
            try (DatagramSocket late = client(relay.address())) {
                send(late, new byte[1]);
                assertThat(ask(client, "z")).isEqualTo("z");
                assertThat(relay.open()).isOne();
            }
            relay.way().close();
            Soon.until(() -> relay.open() == 0 && relay.ends("PX") == 1);
        }
    }
}

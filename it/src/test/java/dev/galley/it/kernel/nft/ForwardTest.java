// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The ways nat and direct by nftables: clients and members in namespaces, on a real kernel.
@NeedsNftables
class ForwardTest {
    private static final int PORT = 8080;
    private static final String FILE =
            """
            pools:
              four:
                members: ["10.97.0.11:8080", {address: "10.97.0.12:8080", weight: 2}]
                policy: ratio
                health: {type: tcp, interval: 200ms, timeout: 150ms, rise: 1, fall: 1}
              udp: {members: ["10.97.0.11:8080", "10.97.0.12:8080"]}
              six: {members: ["[fd97::11]:8080", "[fd97::12]:8080"], policy: {type: hash, key: source}}
            listeners:
              - {bind: "10.98.1.100:80", via: nat, pool: four}
              - {bind: "10.98.1.100:80/udp", via: nat, pool: udp}
              - {bind: "10.98.1.101:8080/udp", via: direct, pool: udp}
              - {bind: "[fd98:9::100]:80", via: nat, pool: six}
              - {bind: "10.98.1.101:8080", via: direct, pool: four}
              - {bind: "10.98.1.100:81", via: nat, pool: four, flood: {syn: proxy, connections-per-source: 6}}
            """;

    @TempDir private Path folder;
    private final Street street = new Street();
    private final Members members = new Members(street, PORT);

    ForwardTest() {
        street.server.ip("addr", "add", "10.98.1.101/32", "dev", "lo");
        street.client.ip("route", "add", "10.98.1.101", "via", "10.97.0.1");
    }

    @AfterEach
    void close() {
        members.close();
        street.close();
    }

    private Galley galley(String text) {
        Galley galley = new Galley(street.server, folder, 9900, text);
        assertThat(galley.told()).contains("admin");
        return galley;
    }

    private Socket open(String vip, int port) {
        return street.client.call(() -> {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(vip, port), 2000);
            socket.setSoTimeout(2000);
            return socket;
        });
    }

    /// Which member answers.
    private static int ask(Socket socket) throws IOException {
        socket.getOutputStream().write('?');
        return socket.getInputStream().read() - '0';
    }

    private int who(String vip, int port) throws IOException {
        try (Socket socket = open(vip, port)) {
            return ask(socket);
        }
    }

    /// How many connections each member gets; 0: none does.
    private Map<Integer, Integer> count(String vip, int port, int times) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i < times; i++) counts.merge(tryWho(vip, port), 1, Integer::sum);
        return counts;
    }

    private int tryWho(String vip, int port) {
        try {
            return who(vip, port);
        } catch (IOException | IllegalStateException refused) {
            return 0;
        }
    }

    @Test
    void membersAreChosenByTheirWeightsAndCounted() throws IOException {
        try (Galley galley = galley(FILE)) {
            assertThat(galley.told()).contains("four (nat by nftables)", "(direct by nftables)");
            assertThat(count("10.98.1.100", 80, 30)).isEqualTo(Map.of(1, 10, 2, 20));
            assertThat(count("10.98.1.101", PORT, 30)).isEqualTo(Map.of(1, 10, 2, 20));
            assertThat(count("10.98.1.100", 81, 6)).isEqualTo(Map.of(1, 2, 2, 4));
            Soon.until(() ->
                    galley.metric("listener_requests_total", "none\",listener=\"10.98.1.100:80\"")
                            == 30);
            Soon.until(() ->
                    galley.metric("listener_requests_total", "none\",listener=\"10.98.1.101:8080\"")
                            == 30);
            assertThat(galley.metric("listener_received_bytes_total", "10.98.1.100:80\""))
                    .isGreaterThan(30 * 100);
            assertThat(galley.metric("listener_sent_bytes_total", "10.98.1.100:80\""))
                    .isGreaterThan(30 * 100);
            assertThat(galley.metric("proxied_connections_total", ":81\"")).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @CsvSource({"10.98.1.100, 80", "10.98.1.101, 8080"})
    void datagramsOfOnePortGoToOneMemberAndThoseOfOthersToTheNext(String vip, int port) {
        try (Galley _ = galley(FILE)) {
            Set<Integer> members = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                List<Integer> answers = datagrams(vip, port, 3);
                assertThat(new HashSet<>(answers)).hasSize(1);
                members.addAll(answers);
            }
            assertThat(members).containsExactlyInAnyOrder(1, 2);
        }
    }

    /// Who answers so many datagrams from one port.
    private List<Integer> datagrams(String vip, int port, int count) {
        return street.client.call(() -> {
            List<Integer> answers = new ArrayList<>();
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(2000);
                for (int i = 0; i < count; i++) {
                    DatagramPacket packet = new DatagramPacket(new byte[1], 1);
                    packet.setSocketAddress(new InetSocketAddress(vip, port));
                    socket.send(packet);
                    socket.receive(packet);
                    answers.add(packet.getData()[0] - '0');
                }
            }
            return answers;
        });
    }

    @Test
    void aHashBringsAClientOfIPv6ToOneMember() throws IOException {
        try (Galley _ = galley(FILE)) {
            assertThat(count(Members.VIP6, 80, 10)).hasSize(1).containsValue(10);
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < 40 && seen.size() < 2; i++) {
                String address = "fd98:1::a:" + i;
                street.client.ip("addr", "add", address + "/128", "dev", "nf-c", "nodad");
                seen.add(from(address));
            }
            assertThat(seen).containsExactlyInAnyOrder(1, 2);
        }
    }

    private int from(String address) {
        return street.client.call(() -> {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(address, 0));
                socket.connect(new InetSocketAddress(Members.VIP6, 80), 2000);
                return ask(socket);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"10.98.1.100, 80", "10.98.1.101, 8080"})
    void aDrainedMemberKeepsItsConnectionsAndGetsNoNewOnes(String vip, int port)
            throws IOException {
        try (Galley galley = galley(FILE);
                Socket first = open(vip, port);
                Socket second = open(vip, port);
                Socket third = open(vip, port)) {
            Map<Socket, Integer> by =
                    Map.of(first, ask(first), second, ask(second), third, ask(third));
            galley.ask("POST", "/v1/pools/four/members/10.97.0.11:8080/drain", "");
            Soon.until(() -> count(vip, port, 6).equals(Map.of(2, 6)));
            for (var open : by.entrySet())
                assertThat(ask(open.getKey())).isEqualTo(open.getValue());
            galley.ask("POST", "/v1/pools/four/members/10.97.0.11:8080/enable", "");
            Soon.until(() -> count(vip, port, 6).equals(Map.of(1, 2, 2, 4)));
            for (var open : by.entrySet())
                assertThat(ask(open.getKey())).isEqualTo(open.getValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"10.98.1.100, 80", "10.98.1.101, 8080"})
    void aMemberThatFailsIsLeftOutAndAnotherOneTakenInWithoutTouchingConnections(
            String vip, int port) throws IOException {
        try (Galley galley = galley(FILE);
                Socket open = connected(vip, port, 2)) {
            members.end(1);
            Soon.until(() -> galley.metric("member_up", "10.97.0.11:8080") == 0);
            Soon.until(() -> count(vip, port, 3).equals(Map.of(2, 3)));
            assertThat(ask(open)).isEqualTo(2);
            galley.reload(FILE.replace("[\"10.97.0.11:8080\"", "[\"10.97.0.13:8080\""));
            Soon.until(() -> count(vip, port, 6).equals(Map.of(2, 4, 3, 2)));
            assertThat(ask(open)).isEqualTo(2);
        }
    }

    private Socket connected(String vip, int port, int member) throws IOException {
        while (true) {
            Socket socket = open(vip, port);
            if (ask(socket) == member) return socket;
            socket.close();
        }
    }

    @Test
    void translatedConnectionsOutliveTheProcessUntilTheNextOneRemovesThem() throws IOException {
        Galley galley = galley(FILE);
        try (Socket open = open("10.98.1.100", 80)) {
            int member = ask(open);
            Soon.until(() -> galley.ask("GET", "/v1/status", "").contains("\"inFlight\" : 1"));
            galley.kill();
            assertThat(ask(open)).isEqualTo(member);
            assertThat(who("10.98.1.100", 80)).isPositive();
            try (Galley next = galley(FILE)) {
                Soon.until(() -> !tables().contains(galley.table()));
                assertThat(tables()).contains(next.table());
                assertThat(ask(open)).isEqualTo(member);
                assertThat(count("10.98.1.100", 80, 3)).isEqualTo(Map.of(1, 1, 2, 2));
                next.reload(FILE.replace("pool: four", "on-stop: remove, pool: four"));
                next.reload(
                        """
                        pools: {four: {members: ["10.97.0.11:8080"]}}
                        listeners: [{bind: "10.98.1.100:80", via: nat, pool: four, on-stop: remove}]
                        """);
                next.stop();
                Soon.until(() -> !tables().contains("galley"));
            }
        }
    }

    @Test
    void whatIsLeftOfAnOlderFileIsRemovedByTheNextStart() {
        Galley galley = galley(FILE);
        galley.kill();
        assertThat(tables()).contains(galley.table());
        try (Galley _ = galley(Galley.answering("bind: \":8001\""))) {
            Soon.until(() -> !tables().contains(galley.table()));
        }
    }

    private String tables() {
        return street.server.exec("nft", "list", "tables");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy: ratio>policy: least-connections>does not know how many connections",
                "weight: 2>max-connections: 5>keeps no max-connections",
                "via: direct>via: tunnel>nftables has no tunnels"
            })
    void whatNftablesCannotDoIsNoStart(String words) {
        String[] parts = words.split(">", -1);
        try (Galley galley =
                new Galley(street.server, folder, 9900, FILE.replace(parts[0], parts[1]))) {
            assertThat(galley.told()).contains("cannot forward 10.98.1.10", parts[2]);
        }
    }

    @Test
    void whatNftablesCannotDoIsNoReloadAndTheOldFileServes() throws IOException {
        try (Galley galley = galley(FILE)) {
            assertThat(galley.reload(FILE.replace("policy: ratio", "policy: least-connections")))
                    .contains("422", "does not know how many connections");
            assertThat(count("10.98.1.100", 80, 6)).isEqualTo(Map.of(1, 2, 2, 4));
        }
    }

    @Test
    void aMachineThatPassesNothingOnIsToldHow() {
        street.server.sysctl("net.ipv4.ip_forward", 0);
        try (Galley galley = new Galley(street.server, folder, 9900, FILE)) {
            assertThat(galley.told()).contains("sysctl -w net.ipv4.ip_forward=1");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a real client gets over real sockets.
@NeedsDnsTools
class KdigTest {
    private static final String WEB = "web: {members: [\"10.0.0.1:8080\", \"[2001:db8::1]:8080\"]}";
    private static final String NAMES =
            """
            names: {www.example.com: {pool: web, alpn: [h2]}},
            zones: {example.com: {records: ["@ NS ns1", "ns1 A 10.0.0.53", %s]}}\
            """
                    .formatted(
                            IntStream.range(0, 100)
                                    .mapToObj(i -> "\"many A 10.1.0." + i + "\"")
                                    .collect(Collectors.joining(", ")));

    @Test
    void everyKindOfRecordIsUnderstood() {
        try (Served served = Served.of(WEB, NAMES)) {
            assertThat(served.data("www.example.com", "A")).containsExactly("10.0.0.1");
            assertThat(served.data("www.example.com", "AAAA")).containsExactly("2001:db8::1");
            assertThat(served.data("www.example.com", "SRV"))
                    .contains("1 1 8080 0a000001.www.example.com.");
            assertThat(served.kdig("www.example.com", "HTTPS"))
                    .containsPattern("alpn=h2 port=8080 ipv[46]hint=(10.0.0.1|2001:db8::1)");
            assertThat(served.kdig("no.example.com", "A"))
                    .contains("status: NXDOMAIN")
                    .containsPattern("example\\.com\\.\\s+60\\s+IN\\s+SOA");
            assertThat(served.kdig("www.example.com", "TXT"))
                    .contains("status: NOERROR", "ANSWER: 0", "AUTHORITY: 1");
            assertThat(served.kdig("www.example.com", "ANY")).contains("RFC8482");
            assertThat(served.kdig("www.example.net", "A")).contains("status: REFUSED");
        }
    }

    @Test
    void whatIsNoQueryForARecordIsRefusedInTheWordsOfTheProtocol() {
        try (Served served = Served.of(WEB, NAMES)) {
            assertThat(served.kdig("+tcp", "example.com", "AXFR")).contains("REFUSED");
            assertThat(served.kdig("+norec", "example.com", "IXFR=1")).contains("REFUSED");
            assertThat(served.kdig("-c", "CH", "version.bind", "TXT")).contains("REFUSED");
            assertThat(served.kdig("example.com", "NOTIFY=1")).contains("NOTIMP");
            assertThat(served.kdig("www.example.com", "A"))
                    .contains("Flags: qr aa rd;")
                    .doesNotContain(" ra");
            assertThat(served.kdig("+cookie=0123456789abcdef", "www.example.com"))
                    .contains("NOERROR", "10.0.0.1");
        }
    }

    @Test
    void whatIsTooLongForUdpIsAskedForAgainOverTcp() {
        try (Served served = Served.of(WEB, NAMES)) {
            assertThat(served.kdig("+ignore", "many.example.com")).contains(" tc ");
            assertThat(served.data("many.example.com")).hasSize(100);
            assertThat(served.server.gauges().ends().get("TRUNCATED")).isEqualTo(2);
        }
    }

    @Test
    void ednsIsAnsweredWithTheSubnetAndItsScope() {
        try (Served served = Served.of("web: {policy: hash, members: [10.0.0.1:80]}", NAMES)) {
            assertThat(served.kdig("+bufsize=4096", "+subnet=198.51.100.0/24", "www.example.com"))
                    .contains("UDP size: 1232 B", "198.51.100.0/24/24");
            assertThat(served.kdig("+edns=1", "www.example.com")).contains("BADVERS");
        }
    }

    @Test
    void severalQueriesGoOverOneConnection() {
        try (Served served = Served.of(WEB, NAMES)) {
            assertThat(
                            served.data(
                                    "+tcp",
                                    "+keepopen",
                                    "www.example.com",
                                    "A",
                                    "www.example.com",
                                    "AAAA",
                                    "many.example.com",
                                    "A"))
                    .hasSize(102);
        }
    }

    @Test
    void pipelinedQueriesAreAnsweredInTheirOrderHoweverTheyAreCut() throws Exception {
        byte[] query = query();
        try (Served served = Served.of(WEB, NAMES);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.setTcpNoDelay(true);
            int count = 2_000;
            Thread.ofVirtual().start(() -> send(socket, query, count));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < count; i++) {
                byte[] answer = in.readNBytes(in.readUnsignedShort());
                assertThat(((answer[0] & 0xFF) << 8) | (answer[1] & 0xFF)).isEqualTo(i);
                assertThat(answer[2]).isNegative();
            }
            socket.shutdownOutput();
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    /// Two messages a segment, the cut within a message.
    private static void send(Socket socket, byte[] query, int count) {
        byte[] all = new byte[count * query.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(query, 0, all, i * query.length, query.length);
            all[i * query.length + 2] = (byte) (i >> 8);
            all[i * query.length + 3] = (byte) i;
        }
        try {
            OutputStream out = socket.getOutputStream();
            for (int at = 0; at < all.length; at += 77)
                out.write(all, at, Math.min(77, all.length - at));
        } catch (IOException gone) {
            // the test fails on its own
        }
    }

    private static byte[] query() {
        byte[] message = {
            0, 33, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 'w', 'w', 'w', 7, 'e', 'x', 'a', 'm', 'p',
            'l', 'e', 3, 'c', 'o', 'm', 0, 0, 1, 0, 1
        };
        return message;
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        try (Served served = Served.of(WEB, NAMES + ", idle: 200ms");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aMemberThatDiesIsAnsweredNoMoreAndIsWhenItIsBack() throws Exception {
        try (ServerSocket one = listen("127.0.0.1", 0)) {
            int port = one.getLocalPort();
            ServerSocket two = listen("127.0.0.2", port);
            String web =
                    """
                    web: {members: ["127.0.0.1:%1$d", "127.0.0.2:%1$d"],
                        health: {type: tcp, interval: 20ms, rise: 1, fall: 1}}\
                    """
                            .formatted(port);
            try (Served served =
                    Served.of(web, "names: {www.example.com: {pool: web, answers: 2}}")) {
                await().until(() -> served.data("www.example.com").size() == 2);
                two.close();
                await().until(() -> served.data("www.example.com").equals(List.of("127.0.0.1")));
                two = listen("127.0.0.2", port);
                await().until(() -> served.data("www.example.com").size() == 2);
            } finally {
                two.close();
            }
        }
    }

    private static ServerSocket listen(String address, int port) throws IOException {
        return new ServerSocket(port, 10, InetAddress.getByName(address));
    }

    @Test
    void aReloadAnswersByTheNewFileAndKeepsTheCounts() {
        try (Served served = Served.of(WEB, "names: {www.example.com: web}")) {
            assertThat(served.data("www.example.com")).containsExactly("10.0.0.1");
            served.reload(
                    "web: {members: [10.0.0.9:80]}",
                    "names: {www.example.com: web, new.example.com: {pool: web, ttl: 77s}}");
            assertThat(served.data("www.example.com")).containsExactly("10.0.0.9");
            assertThat(served.kdig("new.example.com")).containsPattern("\\s77\\s+IN\\s+A");
            assertThat(served.server.routes().getFirst().traffic().totals().requests())
                    .isEqualTo(2);
        }
    }

    @Test
    void whileItDrainsQueriesOverUdpAreAnsweredAndNoConnectionIsTaken() throws Exception {
        try (Served served = Served.of(WEB, NAMES);
                Socket open = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            await().until(() -> served.server.gauges().connections() == 1);
            served.server.drain();
            assertThat(open.getInputStream().read()).isEqualTo(-1);
            assertThat(served.data("www.example.com")).hasSize(1);
            assertThat(served.kdig("+tcp", "www.example.com")).contains("failed to query");
        }
    }
}

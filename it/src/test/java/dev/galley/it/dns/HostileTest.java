// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What nobody should send, over real sockets: others are served as before.
class HostileTest {
    private static final String WEB = "web: {members: [\"10.0.0.1:80\"]}";
    private static final String NAMES =
            """
            names: {www.example.com: web}, idle: 300ms, connections: 8,
            zones: {example.com: {records: ["@ NS ns1", "ns1 A 10.0.0.53", %s]}}\
            """
                    .formatted(
                            IntStream.range(0, 60)
                                    .mapToObj(i -> "\"many A 10.1.0." + i + "\"")
                                    .collect(Collectors.joining(", ")));
    private static final String UNLIMITED = NAMES + ", rate-limit: {answers: 0}";

    /// What an answer may have at the most: without EDNS, with it.
    private static final int PLAIN = 512, EXTENDED = 1232;

    private final SplittableRandom random = new SplittableRandom(20_261_121);

    @Test
    void damagedQueriesOverUdpGetAShortAnswerOrNone() throws Exception {
        byte[] seed = query("many.example.com", 7, true);
        try (Served served = Served.of(WEB, UNLIMITED);
                DatagramSocket socket = udp(served)) {
            for (int round = 0; round < 200; round++) {
                for (int i = 0; i < 20; i++) send(socket, damaged(seed));
                send(socket, query("www.example.com", 0xABCD, false));
                boolean answered = false;
                while (!answered) {
                    byte[] answer = receive(socket);
                    assertThat(answer.length).isBetween(12, EXTENDED);
                    assertThat(answer[2]).as("QR").isNegative();
                    assertThat(answer[3]).as("no RA").isNotNegative();
                    answered = id(answer) == 0xABCD && new Message(answer).getRcode() == 0;
                }
            }
        }
    }

    @Test
    void withoutEdnsNoAnswerOverUdpIsLongerThan512Bytes() throws Exception {
        try (Served served = Served.of(WEB, UNLIMITED);
                DatagramSocket socket = udp(served)) {
            send(socket, query("many.example.com", 1, false));
            byte[] plain = receive(socket);
            assertThat(plain.length).isLessThanOrEqualTo(PLAIN);
            assertThat(new Message(plain).getHeader().getFlag(Flags.TC)).isTrue();
            send(socket, query("many.example.com", 2, true));
            assertThat(receive(socket).length).isBetween(PLAIN, EXTENDED);
        }
    }

    @Test
    void anAnswerIsNotAnsweredNorIsHalfAHeader() throws Exception {
        byte[] answer = query("www.example.com", 1, false);
        answer[2] |= (byte) 0x80;
        try (Served served = Served.of(WEB, UNLIMITED);
                DatagramSocket socket = udp(served)) {
            send(socket, answer);
            send(socket, Arrays.copyOf(query("www.example.com", 2, false), 11));
            send(socket, new byte[0]);
            send(socket, query("www.example.com", 3, false));
            assertThat(id(receive(socket))).isEqualTo(3);
        }
    }

    @Test
    void whoForgesAnAddressSendsItNoMoreThanHeSendsHimself() throws Exception {
        byte[] query = query("many.example.com", 1, true);
        int sent = 0, received = 0;
        try (Served served = Served.of(WEB, NAMES + ", rate-limit: {answers: 10}");
                DatagramSocket socket = udp(served)) {
            for (int i = 0; i < 1_000; i++) {
                send(socket, query);
                sent += query.length;
            }
            await().until(() -> total(served) >= 1_000);
            socket.setSoTimeout(200);
            for (byte[] answer = any(socket); answer.length > 0; answer = any(socket))
                received += answer.length;
            assertThat(served.server.gauges().ends().get("LIMITED")).isPositive();
            assertThat(received).isPositive().isLessThan(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 14, 34})
    void aConnectionThatStopsWithinAQueryIsClosed(int length) throws Exception {
        byte[] query = framed(query("www.example.com", 1, false));
        try (Served served = Served.of(WEB, UNLIMITED);
                Socket socket = tcp(served)) {
            socket.getOutputStream().write(query, 0, length);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void anyBytesOverTcpHarmNobodyElse() throws Exception {
        byte[] seed = framed(query("many.example.com", 1, true));
        try (Served served = Served.of(WEB, UNLIMITED)) {
            for (int i = 0; i < 200; i++)
                try (Socket socket = tcp(served)) {
                    for (int part = 0; part < 3; part++)
                        socket.getOutputStream().write(damaged(seed));
                } catch (IOException cut) {
                    // as it may be, before all was said
                }
            await().until(() -> served.server.gauges().connections() == 0);
            assertThat(overTcp(served)).isEqualTo(9);
        }
    }

    @Test
    void oneConnectionTooManyIsClosedAndThereIsRoomAgainLater() throws Exception {
        try (Served served = Served.of(WEB, UNLIMITED)) {
            Socket[] open = new Socket[8];
            for (int i = 0; i < open.length; i++) open[i] = tcp(served);
            await().until(() -> served.server.gauges().connections() == open.length);
            try (Socket tooMany = tcp(served)) {
                assertThat(tooMany.getInputStream().read()).isEqualTo(-1);
            }
            for (Socket socket : open) socket.close();
            await().until(() -> served.server.gauges().connections() == 0);
            assertThat(overTcp(served)).isEqualTo(9);
        }
    }

    /// The id of the answer to a good query with id 9.
    private static int overTcp(Served served) throws IOException {
        try (Socket socket = tcp(served)) {
            socket.getOutputStream().write(framed(query("www.example.com", 9, false)));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return id(in.readNBytes(in.readUnsignedShort()));
        }
    }

    private byte[] damaged(byte[] seed) {
        byte[] bytes = Arrays.copyOf(seed, random.nextInt(seed.length) + seed.length / 2);
        for (int i = random.nextInt(4); i >= 0; i--)
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        return bytes;
    }

    private static byte[] query(String name, int id, boolean edns) throws IOException {
        Name asked = Name.fromString(name + ".");
        Message query = Message.newQuery(Record.newRecord(asked, Type.A, DClass.IN));
        query.getHeader().setID(id);
        if (edns) query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        return query.toWire();
    }

    private static byte[] framed(byte[] message) {
        byte[] framed = new byte[2 + message.length];
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return framed;
    }

    private static long total(Served served) {
        return served.server.gauges().ends().values().stream().mapToLong(Long::longValue).sum();
    }

    private static int id(byte[] message) {
        return ((message[0] & 0xFF) << 8) | (message[1] & 0xFF);
    }

    private static DatagramSocket udp(Served served) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), served.port()));
        socket.setSoTimeout(30_000);
        socket.setReceiveBufferSize(1 << 20);
        return socket;
    }

    private static Socket tcp(Served served) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void send(DatagramSocket socket, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length));
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /// Nothing if there is none.
    private static byte[] any(DatagramSocket socket) throws IOException {
        try {
            return receive(socket);
        } catch (SocketTimeoutException none) {
            return new byte[0];
        }
    }
}

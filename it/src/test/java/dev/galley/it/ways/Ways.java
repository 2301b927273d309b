// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.ways;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// The ways.
final class Ways {
    private static final Pattern LOCATION = Pattern.compile("\r\nLocation: http://([0-9.]+):");

    private Ways() {}

    /// Requests one behind the other on one connection.
    static Way proxy(InetSocketAddress address, String folder) throws IOException {
        return new OneConnection(new Http(address), folder, 200, Http::body);
    }

    /// Likewise; what is told is where to go.
    static Way redirect(InetSocketAddress address, String folder) throws IOException {
        return new OneConnection(new Http(address), folder, 302, Ways::location);
    }

    private static String location(String answer) {
        Matcher found = LOCATION.matcher(answer);
        return found.find() ? found.group(1) : "no Location: " + answer;
    }

    private interface Reader {
        String member(String answer);
    }

    private record OneConnection(Http http, String folder, int status, Reader reader)
            implements Way {
        @Override
        public List<String> ask(int first, int count) throws IOException {
            http.send(
                    IntStream.range(first, first + count)
                            .mapToObj(i -> folder + i)
                            .toArray(String[]::new));
            List<String> members = new ArrayList<>();
            for (int i = 0; i < count; i++) members.add(reader.member(http.answer(status)));
            return members;
        }

        @Override
        public void close() throws IOException {
            http.close();
        }
    }

    /// Connections beside each other, each from an address of its own and with one request: by a
    /// relay, or a proxy.
    static Way connections(InetSocketAddress address, String folder) {
        return (first, count) -> {
            List<Http> open = new ArrayList<>();
            List<String> members = new ArrayList<>();
            try {
                for (int i = first; i < first + count; i++) {
                    Http http = new Http(address, source(i));
                    open.add(http);
                    http.send(folder + i);
                }
                for (Http http : open) members.add(Http.body(http.answer(200)));
            } finally {
                for (Http http : open) http.close();
            }
            return members;
        };
    }

    /// Datagrams, each from an address of its own.
    static Way datagrams(InetSocketAddress address, String folder) {
        return (first, count) -> {
            List<DatagramSocket> open = new ArrayList<>();
            List<String> members = new ArrayList<>();
            try {
                for (int i = first; i < first + count; i++) {
                    var socket = new DatagramSocket(new InetSocketAddress(source(i), 0));
                    open.add(socket);
                    socket.connect(address);
                    byte[] ask = (folder + i).getBytes(US_ASCII);
                    socket.send(new DatagramPacket(ask, ask.length));
                }
                for (DatagramSocket socket : open)
                    members.add(new String(received(socket), US_ASCII));
            } finally {
                open.forEach(DatagramSocket::close);
            }
            return members;
        };
    }

    private static byte[] received(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(30_000);
        var packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /// Queries for the address of a name, each from a client in a network of its own.
    static Way dns(InetSocketAddress address, String name) throws IOException {
        return new Dns(new DatagramSocket(), address, Name.fromString(name + "."));
    }

    private record Dns(DatagramSocket socket, InetSocketAddress server, Name name) implements Way {
        @Override
        public List<String> ask(int first, int count) throws IOException {
            for (int i = first; i < first + count; i++) {
                byte[] query = query(i);
                socket.send(new DatagramPacket(query, query.length, server));
            }
            List<String> members = new ArrayList<>();
            for (int i = 0; i < count; i++) members.add(member(new Message(received(socket))));
            return members;
        }

        private byte[] query(int i) {
            Message query = new Message(i & 0xFFFF);
            query.getHeader().setFlag(Flags.RD);
            query.addRecord(Record.newRecord(name, Type.A, DClass.IN), Section.QUESTION);
            var subnet = new ClientSubnetOption(24, 0, address(10, i >> 8, i, 0));
            query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(subnet)), Section.ADDITIONAL);
            return query.toWire();
        }

        private static String member(Message answer) throws IOException {
            List<Record> records = answer.getSection(Section.ANSWER);
            if (records.size() != 1 || !(records.getFirst() instanceof ARecord record))
                throw new IOException("not one address: " + answer);
            return record.getAddress().getHostAddress();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /// The address of client `i`, on this host.
    private static InetAddress source(int i) {
        return address(127, 1 + (i >> 16), i >> 8, i);
    }

    private static InetAddress address(int... bytes) {
        byte[] all = new byte[4];
        for (int i = 0; i < 4; i++) all[i] = (byte) bytes[i];
        try {
            return InetAddress.getByAddress(all);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }
}

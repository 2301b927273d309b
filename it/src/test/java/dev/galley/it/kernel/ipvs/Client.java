// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client of the balancer, with a connection or a socket of its own.
interface Client extends AutoCloseable {
    int PATIENCE_MILLIS = 3000;

    Namespace HOME = new Namespace("c");

    /// Who answers.
    String ask() throws IOException;

    @Override
    void close() throws IOException;

    static Client of(boolean udp, InetSocketAddress service) throws Exception {
        return HOME.in(() -> udp ? datagrams(service) : connection(service));
    }

    private static Client connection(InetSocketAddress service) throws IOException {
        Socket socket = new Socket();
        socket.connect(service, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new Client() {
            @Override
            public String ask() throws IOException {
                socket.getOutputStream().write('?');
                byte[] answer = new byte[16];
                int length = socket.getInputStream().read(answer);
                if (length < 0) throw new IOException("closed");
                return new String(answer, 0, length, StandardCharsets.US_ASCII);
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    private static Client datagrams(InetSocketAddress service) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        socket.connect(service);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new Client() {
            @Override
            public String ask() throws IOException {
                socket.send(new DatagramPacket(new byte[] {'?'}, 1));
                DatagramPacket answer = new DatagramPacket(new byte[16], 16);
                socket.receive(answer);
                return new String(
                        answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The other side of a check by UDP, on a virtual thread.
final class UdpPeer implements AutoCloseable {
    private final DatagramSocket socket;
    private final UnaryOperator<byte @Nullable []> answer;

    /// The datagrams that came.
    final List<byte[]> heard = new CopyOnWriteArrayList<>();

    /// @param answer to a datagram; null: silence
    UdpPeer(UnaryOperator<byte @Nullable []> answer) throws IOException {
        this(0, answer);
    }

    UdpPeer(int port, UnaryOperator<byte @Nullable []> answer) throws IOException {
        this.answer = answer;
        this.socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            while (true) {
                socket.receive(packet);
                byte[] asked = Arrays.copyOf(packet.getData(), packet.getLength());
                heard.add(asked);
                byte[] said = answer.apply(asked);
                if (said != null)
                    socket.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}

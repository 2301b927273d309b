// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.ways;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Four servers at one port of 127.0.0.1 to 127.0.0.4, which tell their address by HTTP and by UDP.
///
/// What is asked for below `/least-connections/` they answer when so many wait for it, and
/// 127.0.0.4 is slow with what is below `/fastest-response/`. Each says its last number for its
/// load.
final class Members implements AutoCloseable {
    /// How many requests are held until all are answered.
    static final int HELD = 100;

    /// How long the slow one takes.
    private static final int SLOW_MILLIS = 300;

    private static final int ATTEMPTS = 20;

    private final CyclicBarrier held = new CyclicBarrier(HELD);
    private final CountDownLatch never = new CountDownLatch(1);
    private final List<AutoCloseable> sockets = new ArrayList<>();
    private final int port;

    Members() {
        port = open();
    }

    private int open() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return open(0);
            } catch (IOException taken) {
                close();
            }
        }
        throw new IllegalStateException("no port is free at all four addresses");
    }

    private int open(int any) throws IOException {
        int same = any;
        for (int number = 1; number <= 4; number++) {
            InetAddress address = InetAddress.getByName("127.0.0." + number);
            var tcp = new ServerSocket(same, 1000, address);
            sockets.add(tcp);
            same = tcp.getLocalPort();
            var udp = new DatagramSocket(new InetSocketAddress(address, same));
            sockets.add(udp);
            int load = number;
            Thread.startVirtualThread(() -> accept(tcp, load));
            Thread.startVirtualThread(() -> receive(udp, load));
        }
        return same;
    }

    int port() {
        return port;
    }

    private void accept(ServerSocket server, int number) {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket, number));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String path = line.split(" ", -1)[1];
                while (!line.isEmpty()) line = in.readLine();
                out.write(
                        """
                        HTTP/1.1 200 OK\r
                        Content-Length: 9\r
                        X-Load: %d\r
                        \r
                        %s\
                        """
                                .formatted(number, answer(path, number))
                                .getBytes(ISO_8859_1));
            }
        } catch (IOException broken) {
            // The client resets what it needs no more.
        }
    }

    private void receive(DatagramSocket socket, int number) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                Thread.startVirtualThread(() -> serve(socket, packet, number));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(DatagramSocket socket, DatagramPacket packet, int number) {
        String path = new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
        byte[] answer = answer(path, number).getBytes(ISO_8859_1);
        try {
            socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private String answer(String path, int number) {
        try {
            if (path.startsWith("/least-connections/")) held.await(10, TimeUnit.SECONDS);
            if (path.startsWith("/fastest-response/") && number == 4)
                never.await(SLOW_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            return "too late!";
        }
        return "127.0.0." + number;
    }

    @Override
    public void close() {
        for (AutoCloseable socket : sockets) {
            try {
                socket.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        sockets.clear();
    }
}

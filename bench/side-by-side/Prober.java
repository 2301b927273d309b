// SPDX-License-Identifier: Apache-2.0

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;

/// Asks the virtual address each millisecond, and remembers which probes were answered.
final class Prober {
    private final ConcurrentSkipListSet<Long> answered = new ConcurrentSkipListSet<>();
    private final CompletableFuture<Void> running;
    private final long began = System.nanoTime();
    private volatile boolean ended;

    Prober(Segment.Machine client) {
        running = client.start(this::probe);
    }

    private Void probe() throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            Thread receiver = Thread.ofPlatform().daemon().start(() -> receive(socket));
            while (!ended) {
                byte[] now = ByteBuffer.allocate(8).putLong(System.nanoTime()).array();
                try {
                    socket.send(
                            new DatagramPacket(now, 8, Segment.VIRTUAL, Segment.PORT));
                } catch (java.io.IOException e) {
                    // A probe that was not answered.
                }
                LockSupport.parkNanos(1_000_000);
            }
            receiver.interrupt();
        }
        return null;
    }

    private void receive(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[16], 16);
        while (!ended)
            try {
                socket.receive(packet);
                answered.add(ByteBuffer.wrap(packet.getData()).getLong());
            } catch (java.io.IOException e) {
                // Nobody listens there now.
            }
    }

    /// Ends.
    ///
    /// @return the longest time between two probes that were answered, or from the last one to now,
    ///   in milliseconds
    double longestGap() {
        long longest = 0, before = began, end = System.nanoTime();
        ended = true;
        running.join();
        for (long sent : answered) {
            longest = Math.max(longest, sent - before);
            before = sent;
        }
        return Math.max(longest, end - before) / 1e6;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// A port of this machine that leads on to another, slowly, in odd pieces, and until it breaks.
final class Door implements AutoCloseable {
    private static final int PATIENCE_MS = 1000;

    private final ServerSocket entrance;
    private final Supplier<InetSocketAddress> to;
    private final Faults faults;
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();

    private Door(ServerSocket entrance, Supplier<InetSocketAddress> to, Faults faults) {
        this.entrance = entrance;
        this.to = to;
        this.faults = faults;
    }

    static Door open(Supplier<InetSocketAddress> to, Faults faults) throws IOException {
        ServerSocket entrance = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Door door = new Door(entrance, to, faults);
        Thread.ofVirtual().name("door").start(door::accept);
        return door;
    }

    Address address() {
        return new Address("127.0.0.1", entrance.getLocalPort());
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket from = entrance.accept();
                Thread.startVirtualThread(() -> pass(from));
            } catch (IOException _) {
                // The door is closed, or the one who knocked has gone.
            }
        }
    }

    private void pass(Socket from) {
        try (from;
                Socket on = new Socket()) {
            on.connect(to.get(), PATIENCE_MS);
            Passage passage = new Passage(from, on, new CountDownLatch(1));
            passages.add(passage);
            Thread back = Thread.startVirtualThread(() -> pump(on, from));
            pump(from, on);
            passage.left().countDown();
            passages.remove(passage);
            back.join();
        } catch (IOException | IllegalStateException _) {
            // Nobody is there: the connection ends.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to) {
        RandomGenerator dice = faults.next();
        byte[] piece = new byte[16 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                int first = dice.nextInt(n + 1);
                out.write(piece, 0, first);
                if (dice.nextInt(8) == 0) Faults.pause(dice);
                out.write(piece, first, n - first);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }

    /// Ends all connections, and waits until who called through them knows: nothing is sent into
    /// one that has broken already.
    void breakAll() {
        passages.forEach(Passage::end);
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException _) {
            // It takes nobody any more either way.
        } finally {
            passages.forEach(Passage::end);
        }
    }

    /// @param left when `from` sends no more
    private record Passage(Socket from, Socket on, CountDownLatch left) {
        void end() {
            try {
                on.setSoLinger(true, 0);
                from.shutdownOutput();
                if (!left.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) from.close();
                on.close();
            } catch (IOException e) {
                Door.close(from);
                Door.close(on);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

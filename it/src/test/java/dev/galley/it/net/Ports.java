// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Ports for what is started later, or again where it was. They lie below those that Linux gives to
/// connections and to whoever asks for any port, and each process of the tests has a block of its
/// own: nobody else takes one meanwhile.
public final class Ports {
    private static final int FIRST = 10_000, LAST = 32_000, BLOCK = 1000;

    /// What holds the lock of this process's block: a channel that nothing refers to is closed.
    private static FileChannel held;

    private static final int MINE = claim();

    /// Counts those that were given.
    private static int given;

    private Ports() {}

    /// One that is free for TCP and UDP on 127.0.0.1.
    public static int free() {
        return free(1);
    }

    /// The first of `count` side by side that are free.
    public static synchronized int free(int count) {
        for (int tries = 0; tries < BLOCK; tries++) {
            if (given % BLOCK + count > BLOCK) given += BLOCK - given % BLOCK;
            int first = MINE + given % BLOCK;
            given += count;
            if (areFree(first, count)) return first;
        }
        throw new IllegalStateException("none of the ports from " + MINE + " on is free");
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) if (!isFree(port)) return false;
        return true;
    }

    private static boolean isFree(int port) {
        InetAddress host = InetAddress.getLoopbackAddress();
        try (ServerSocket tcp = new ServerSocket(port, 1, host);
                DatagramSocket udp = new DatagramSocket(port, host)) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /// Locks a block for as long as this process lives.
    private static int claim() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        for (int block = FIRST; block < LAST; block += BLOCK)
            if (locks(folder.resolve("galley-ports-" + block + ".lock"))) return block;
        throw new IllegalStateException("all blocks of ports are taken");
    }

    private static boolean locks(Path file) {
        try {
            held = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (held.tryLock() != null) return true;
            held.close();
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

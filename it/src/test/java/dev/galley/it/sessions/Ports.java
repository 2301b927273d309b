// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.sessions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for nodes that replicate: two for each, side by side, below those that the kernel gives to
/// connections.
final class Ports {
    private Ports() {}

    /// The first of two that are free.
    static int pair() {
        while (true) {
            int port = 2 * ThreadLocalRandom.current().nextInt(10_000, 16_000);
            if (isFree(port) && isFree(port + 1)) return port;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

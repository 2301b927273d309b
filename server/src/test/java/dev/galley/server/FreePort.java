// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for listeners whose number must be known before. They lie below those that Linux gives to
/// connections, so that no connection of another test can take one meanwhile.
final class FreePort {
    private FreePort() {}

    static int choose() {
        for (int tries = 0; tries < 1000; tries++) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_768);
            if (isFree(port)) return port;
        }
        throw new IllegalStateException("no port from 10000 to 32767 is free");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// Stands free ports of this host in for those that the pages show, and turns them back in what
/// Galley prints. Each has four digits like the one it stands for: tables keep their width.
final class Ports {
    private static final Pattern LOCAL = Pattern.compile("(?<=127\\.0\\.0\\.1:)\\d{4}\\b");

    private final Map<String, String> free = new HashMap<>();
    private final Map<String, String> shown = new HashMap<>();

    String toFree(String text) {
        return LOCAL.matcher(text)
                .replaceAll(port -> free.computeIfAbsent(port.group(), this::choose));
    }

    String toShown(String text) {
        return LOCAL.matcher(text)
                .replaceAll(port -> shown.getOrDefault(port.group(), port.group()));
    }

    private String choose(String port) {
        for (int tries = 0; tries < 1000; tries++) {
            int candidate = ThreadLocalRandom.current().nextInt(1024, 10_000);
            if (isFree(candidate) && shown.putIfAbsent("" + candidate, port) == null) {
                return "" + candidate;
            }
        }
        throw new IllegalStateException("no port below 10000 is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

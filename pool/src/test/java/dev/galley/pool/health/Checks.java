// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// Checks as the file has them, and times for them.
final class Checks {
    static final Duration LONG = Duration.ofSeconds(20), SHORT = Duration.ofMillis(200);

    private Checks() {}

    /// @param health what stands behind `health:`
    static Check check(String health) {
        String file = "pools: {web: {members: \"127.0.0.1:1\", health: " + health + "}}\n";
        Config config =
                Config.parse(
                        "test",
                        file + "listeners: [{bind: \":0\", routes: [pool: web]}]",
                        Map.of());
        return Check.of(Objects.requireNonNull(config.pools().get("web").health()), "web");
    }

    static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    /// Nobody listens there.
    static InetSocketAddress closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }
}

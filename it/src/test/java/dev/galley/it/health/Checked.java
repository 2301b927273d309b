// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.Config;
import dev.galley.pool.health.Check;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// Runs a check as the file has it.
final class Checked {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Checked() {}

    /// Why it failed; null if it passed.
    static @Nullable String check(String health, InetSocketAddress address) {
        return check(health, address, LONG);
    }

    private static @Nullable String check(
            String health, InetSocketAddress address, Duration timeout) {
        String file =
                """
                pools: {web: {members: "127.0.0.1:1", health: %s}}
                listeners: [{bind: ":0", routes: [pool: web]}]
                """
                        .formatted(health);
        Config config = Config.parse("test", file, Map.of());
        var web = Objects.requireNonNull(config.pools().get("web"));
        return Check.of(Objects.requireNonNull(web.health()), "web").run(address, timeout);
    }

    /// Waits for one that accepts connections before it serves.
    static void comesUp(String health, Program server) {
        Awaitility.await().until(() -> check(health, server.address()) == null);
    }

    /// What a good server does when it stops answering, goes on, and dies.
    static void followsItsFate(String health, Program server)
            throws IOException, InterruptedException {
        assertThat(check(health, server.address())).isNull();
        server.freeze();
        assertThat(check(health, server.address(), Duration.ofMillis(200)))
                .isEqualTo("timed out after 200ms");
        server.thaw();
        assertThat(check(health, server.address())).isNull();
        server.close();
        assertThat(check(health, server.address())).isIn("connection refused", "port unreachable");
    }
}

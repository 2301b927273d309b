// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The check `redis` and a real Redis.
@Needs("redis-server")
class RedisTest {
    @TempDir Path folder;

    private Program redis(String... more) throws IOException {
        int port = Ports.free();
        String[] command = {
            "redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", ""
        };
        return new Program(
                folder,
                port,
                Stream.of(command, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    @Test
    void oneThatServesIsUpAndOneThatHangsOrDiedIsDown() throws Exception {
        try (Program redis = redis()) {
            Checked.followsItsFate("redis", redis);
        }
    }

    @Test
    void oneThatWantsAPasswordIsUpForThoseWhoHaveIt() throws IOException {
        try (Program redis = redis("--requirepass", "secret")) {
            assertThat(Checked.check("redis", redis.address()))
                    .isEqualTo("NOAUTH Authentication required.");
            assertThat(Checked.check("{type: redis, password: wrong}", redis.address()))
                    .startsWith("WRONGPASS");
            assertThat(Checked.check("{type: redis, password: secret}", redis.address())).isNull();
            assertThat(
                            Checked.check(
                                    "{type: redis, user: default, password: secret}",
                                    redis.address()))
                    .isNull();
        }
    }

    @Test
    void itIsNoHttpServer() throws IOException {
        try (Program redis = redis()) {
            assertThat(Checked.check("http", redis.address())).isNotNull();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.it.health.Needs;
import dev.galley.it.health.Program;
import dev.galley.it.net.Ports;
import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionLimits;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.redis.RedisStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions in a real Redis: one server, one that a Sentinel names, and a cluster.
@Needs("redis-server")
class RedisTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir private Path folder;

    private Program redis(int port, String... more) throws IOException {
        String[] command = {
            "redis-server",
            "--port",
            "" + port,
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            folder.toString()
        };
        return new Program(
                folder,
                port,
                Stream.of(command, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private static SessionStore store(String url) {
        return new RedisStore(url, "t:", new SessionLimits(1000, 10, MINUTE));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(SessionStore store, String id) {
        var found = store.get(id);
        return found == null ? null : new String(found.value(), UTF_8);
    }

    private static void keepsVersionsApart(SessionStore store) {
        long first = store.create("a", bytes("one\0two"), MINUTE);
        assertThat(first).isPositive();
        assertThat(store.create("a", bytes("other"), MINUTE)).isZero();
        long second = store.replace("a", first, bytes("three"), MINUTE);
        assertThat(second).isGreaterThan(first);
        assertThat(store.replace("a", first, bytes("four"), MINUTE)).isZero();
        assertThat(store.get("a").version()).isEqualTo(second);
        assertThat(text(store, "a")).isEqualTo("three");
        assertThat(store.touch("a", MINUTE)).isTrue();
        assertThat(store.replace("a", second, bytes("five"), MINUTE)).isPositive();
        store.remove("a");
        assertThat(text(store, "a")).isNull();
        assertThat(store.touch("a", MINUTE)).isFalse();
        assertThat(store.create("a", bytes("six"), MINUTE)).isGreaterThan(second);
        assertThat(store.replace("a", second, bytes("seven"), MINUTE)).isZero();
        assertThat(store.ready()).isTrue();
    }

    @Test
    void oneServerKeepsVersionsApartAndForgetsInTime() throws Exception {
        int port = Ports.free();
        try (Program _ = redis(port, "--requirepass", "secret");
                SessionStore store = store("redis://:secret@127.0.0.1:%d/2".formatted(port))) {
            keepsVersionsApart(store);
            store.create("short", bytes("x"), Duration.ofMillis(50));
            await().until(() -> store.get("short") == null);
        }
    }

    @Test
    void ofWhatManyAddAtATimeNothingIsLost() throws Exception {
        int port = Ports.free();
        try (Program _ = redis(port);
                SessionStore store = store("redis://127.0.0.1:" + port)) {
            store.create("n", bytes("0"), MINUTE);
            AtomicInteger added = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++)
                threads.add(Thread.startVirtualThread(() -> add(store, added)));
            for (Thread thread : threads) thread.join();
            assertThat(added.get()).isPositive();
            assertThat(text(store, "n")).isEqualTo("" + added);
        }
    }

    private static void add(SessionStore store, AtomicInteger added) {
        for (int i = 0; i < 200; i++) {
            var found = store.get("n");
            int next = Integer.parseInt(new String(found.value(), UTF_8)) + 1;
            if (store.replace("n", found.version(), bytes("" + next), MINUTE) > 0)
                added.incrementAndGet();
        }
    }

    @Test
    void aServerThatIsNotThereIsSaidSoAndFoundWhenItComes() throws Exception {
        int port = Ports.free();
        try (SessionStore store = store("redis://127.0.0.1:" + port)) {
            assertThat(store.ready()).isFalse();
            assertThatThrownBy(() -> store.create("a", bytes("x"), MINUTE))
                    .isInstanceOfSatisfying(
                            SessionException.class, e -> assertThat(e.maybeDone()).isFalse())
                    .hasMessageContaining("Redis cannot be reached");
            try (Program _ = redis(port)) {
                assertThat(store.create("a", bytes("x"), MINUTE)).isPositive();
            }
            assertThatThrownBy(() -> store.create("b", bytes("x"), MINUTE))
                    .isInstanceOf(SessionException.class);
            try (Program _ = redis(port)) {
                await().ignoreExceptions().until(() -> store.create("c", bytes("x"), MINUTE) > 0);
            }
        }
    }

    @Test
    void aClusterIsAskedByItsOwnProtocol() throws Exception {
        int port = Ports.free(), bus = Ports.free();
        String[] cluster = {
            "--cluster-enabled",
            "yes",
            "--cluster-config-file",
            "nodes.conf",
            "--cluster-port",
            "" + bus
        };
        try (Program _ = redis(port, cluster)) {
            Program.run(
                    folder, "redis-cli", "-p", "" + port, "cluster", "addslotsrange", "0", "16383");
            try (SessionStore store = store("redis-cluster://127.0.0.1:" + port)) {
                await().ignoreExceptions().until(() -> store.create("up", bytes("x"), MINUTE) > 0);
                keepsVersionsApart(store);
            }
        }
    }

    @Test
    void theMasterIsTheOneThatASentinelNames() throws Exception {
        int port = Ports.free(), sentinel = Ports.free();
        Path file = folder.resolve("sentinel.conf");
        Files.writeString(file, "sentinel monitor shop 127.0.0.1 %d 1\n".formatted(port));
        try (Program _ = redis(port);
                Program _ =
                        new Program(
                                folder,
                                sentinel,
                                "redis-server",
                                file.toString(),
                                "--sentinel",
                                "--bind",
                                "127.0.0.1",
                                "--port",
                                "" + sentinel);
                SessionStore store =
                        store("redis-sentinel://127.0.0.1:%d#shop".formatted(sentinel))) {
            keepsVersionsApart(store);
        }
    }
}

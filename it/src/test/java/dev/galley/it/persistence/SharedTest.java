// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.app.Node;
import dev.galley.it.health.Needs;
import dev.galley.it.health.Redis;
import dev.galley.it.net.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Two balancers, processes of their own without a program, that share a session table by a real
/// Redis.
@Needs("redis-server")
@TestMethodOrder(OrderAnnotation.class)
class SharedTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final List<App> APPS = List.of(new App("a"), new App("b"), new App("c"));
    private static final Map<String, String> HOMES = new TreeMap<>();

    @TempDir private static Path folder;
    private static Redis redis;
    private static Balancer one;
    private static Balancer two;

    @BeforeAll
    static void start() throws IOException {
        redis = new Redis(folder);
        one = new Balancer("one");
        two = new Balancer("two");
        one.start();
        two.start();
    }

    @AfterAll
    static void end() {
        one.close();
        two.close();
        redis.close();
        APPS.forEach(App::close);
    }

    @Test
    @Order(1)
    void theOtherBalancerHonoursWhatOneHasChosen() {
        for (int i = 0; i < 20; i++) HOMES.put("first" + i, one.serves("first" + i));
        assertThat(HOMES.values()).contains("a", "b", "c");
        two.knows(20);
        assertThat(served(two)).isEqualTo(HOMES);
    }

    @Test
    @Order(2)
    void alsoWhenThatIsKilledAndSoDoesOneThatStartsLater() {
        one.kill();
        assertThat(served(two)).isEqualTo(HOMES);
        for (int i = 0; i < 20; i++) HOMES.put("second" + i, two.serves("second" + i));
        one.start();
        one.knows(HOMES.size());
        assertThat(served(one)).isEqualTo(HOMES);
    }

    @Test
    @Order(3)
    void bothMoveTheSessionsOfADeadMemberToTheSamePlace() {
        APPS.getFirst().die();
        long lost = HOMES.values().stream().filter("a"::equals).count(), before = two.learned();
        HOMES.putAll(served(one));
        assertThat(HOMES.values()).contains("b", "c").doesNotContain("a");
        soon(() -> assertThat(two.learned()).isEqualTo(before + lost));
        assertThat(served(two)).isEqualTo(HOMES);
        assertThat(served(one)).isEqualTo(HOMES);
    }

    /// Who waited for the store would take two seconds for each request.
    @Test
    @Order(4)
    void whileTheStoreStandsStillRequestsGoOnAndItHealsAfterwards() throws Exception {
        redis.freeze();
        long frozen = System.nanoTime();
        for (int i = 0; i < 60; i++) {
            HOMES.put("left" + i, one.serves("left" + i));
            HOMES.put("right" + i, two.serves("right" + i));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - frozen)).isLessThan(LONG);
        soon(() -> assertThat(one.metric("galley_pool_sessions_shared")).isZero());
        soon(() -> assertThat(one.node.told()).contains("not shared with other balancers: Redis"));
        redis.thaw();
        one.knows(HOMES.size());
        two.knows(HOMES.size());
        assertThat(served(one)).isEqualTo(HOMES);
        assertThat(served(two)).isEqualTo(HOMES);
        soon(() -> assertThat(one.metric("galley_pool_sessions_shared")).isOne());
        soon(() -> assertThat(one.node.told()).contains("shared again"));
    }

    private static Map<String, String> served(Balancer by) {
        Map<String, String> served = new TreeMap<>();
        HOMES.keySet().forEach(user -> served.put(user, by.serves(user)));
        return served;
    }

    private static void soon(org.awaitility.core.ThrowingRunnable so) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(so);
    }

    private static final class Balancer {
        private final Path file;
        private final Path told;
        private final int admin;
        private final Visitor visitor;
        private final HttpClient client = HttpClient.newHttpClient();
        private Node node;

        Balancer(String name) throws IOException {
            int port = Ports.free();
            admin = Ports.free();
            file = folder.resolve(name + ".yaml");
            told = folder.resolve(name + ".told");
            visitor = new Visitor(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            String members = APPS.stream().map(App::address).collect(Collectors.joining(", "));
            Files.writeString(
                    file,
                    """
                    admin: 127.0.0.1:%d
                    sessions: {store: redis, url: "%s"}
                    pools:
                      web:
                        members: [%s]
                        persistence: {type: header, name: X-User, shared: on}
                        retry: {attempts: 3, budget: 100%%}
                    listeners: [{bind: "127.0.0.1:%d", routes: [{pool: web}]}]
                    """
                            .formatted(admin, redis.url(), members, port));
        }

        void start() {
            node = new Node(told, file, List.of());
            node.serves();
        }

        void kill() {
            node.kill();
            told.toFile().delete();
        }

        /// Which application serves a user.
        String serves(String user) {
            return visitor.get("/", "X-User", user).app();
        }

        void knows(int sessions) {
            soon(() -> assertThat(metric("galley_pool_sessions")).isEqualTo(sessions));
        }

        long learned() {
            return (long) metric("galley_pool_sessions_learned_total");
        }

        double metric(String name) {
            URI uri = URI.create("http://127.0.0.1:" + admin + "/metrics");
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(LONG).build();
            try {
                String all = client.send(request, BodyHandlers.ofString()).body();
                Pattern line =
                        Pattern.compile("^" + name + "\\{pool=\"web\"} (.+)$", Pattern.MULTILINE);
                Matcher found = line.matcher(all);
                return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void close() {
            if (node != null) node.kill();
            visitor.close();
            client.close();
        }
    }
}

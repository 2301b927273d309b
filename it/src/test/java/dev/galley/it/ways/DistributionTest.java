// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.ways;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// How each policy shares out among four members, by each way that can do it: one program, one
/// file, within 5 % of the ideal.
///
/// What is drawn (random, hash, the pairs of least-load) is asked for 25,000 times: 5 % of a
/// quarter are 4.6 standard deviations then, of 10,000 only 2.9.
class DistributionTest {
    private static final int TURNS = 10_000, DRAWN = 25_000;

    /// So few at once that a slow member is slower than a fast one that has them all.
    private static final int FEW = 4;

    /// The ways, by the word of `via` or what is relayed.
    enum By {
        PROXY,
        REDIRECT,
        TCP,
        UDP,
        DNS
    }

    private static final List<String> POLICIES =
            List.of(
                    "round-robin",
                    "ratio",
                    "least-connections",
                    "fastest-response",
                    "least-load",
                    "random",
                    "source",
                    "url");

    /// Those of the relays and of DNS, which read no URL.
    private static final List<String> RELAYED =
            List.of(
                    "round-robin",
                    "ratio",
                    "least-connections",
                    "fastest-response",
                    "random",
                    "source");

    private static final List<String> REDIRECTED =
            List.of("round-robin", "ratio", "least-connections", "random", "url");
    private static final List<String> NAMED = List.of("round-robin", "ratio", "random", "source");

    /// Before the names of the pools of the redirect, whose visits would be in flight for all.
    private static final String SENT = "sent-";

    @TempDir private static Path folder;
    private static Members members;
    private static Galley galley;
    private static List<InetSocketAddress> listeners;

    @BeforeAll
    static void start() {
        members = new Members();
        galley = new Galley(folder, pools(), file());
        listeners = galley.listeners();
    }

    @AfterAll
    static void stop() {
        galley.close();
        members.close();
    }

    /// Without ejection: on a busy machine a member that answers late would have no share for a
    /// while.
    private static String pools() {
        return "pools:\n"
                + Stream.concat(POLICIES.stream(), REDIRECTED.stream().map(SENT::concat))
                        .map(name ->
                                "  %s: {policy: %s, ejection: {failures: 0}, members: [%s]}\n"
                                        .formatted(name, policy(name), four(name)))
                        .collect(Collectors.joining());
    }

    private static String policy(String pool) {
        String name = pool.replace(SENT, "");
        return name.equals("url") || name.equals("source")
                ? "{type: hash, key: " + name + "}"
                : name;
    }

    private static String four(String pool) {
        return IntStream.rangeClosed(1, 4)
                .mapToObj(i ->
                        "{address: \"127.0.0.%d:%d\", weight: %d}"
                                .formatted(
                                        i,
                                        members.port(),
                                        policy(pool).equals("ratio") ? 5 - i : 1))
                .collect(Collectors.joining(", "));
    }

    private static String file() {
        return """
        listeners:
          - bind: "127.0.0.1:0"
            limits: {requests: 1000000}
            routes:
        %s\
          - bind: "127.0.0.1:0"
            via: redirect
            visit: 1m
            limits: {requests: 1000000}
            routes:
        %s\
          - bind: "127.0.0.1:0/udp"
            via: dns
            rate-limit: {answers: 0}
            names:
        %s\
        %s%s\
        """
                .formatted(
                        each(POLICIES, "      - {match: {path: /%1$s/**}, pool: %1$s}\n"),
                        each(REDIRECTED, "      - {match: {path: /%1$s/**}, pool: sent-%1$s}\n"),
                        each(NAMED, "      %1$s.example: %1$s\n"),
                        each(RELAYED, "  - {bind: \"127.0.0.1:0\", via: relay, pool: %1$s}\n"),
                        each(
                                RELAYED,
                                "  - {bind: \"127.0.0.1:0/udp\", via: relay, pool: %1$s,"
                                        + " responses: 1}\n"));
    }

    private static String each(List<String> names, String line) {
        return names.stream().map(line::formatted).collect(Collectors.joining());
    }

    private static Way way(By by, String policy) throws IOException {
        String below = "/" + policy + "/";
        int relay = 3 + RELAYED.indexOf(policy);
        return switch (by) {
            case PROXY -> Ways.proxy(listeners.get(0), below);
            case REDIRECT -> Ways.redirect(listeners.get(1), below);
            case DNS -> Ways.dns(listeners.get(2), policy + ".example");
            case TCP -> Ways.connections(listeners.get(relay), below);
            case UDP -> Ways.datagrams(listeners.get(relay + RELAYED.size()), below);
        };
    }

    /// How many requests each member was given, of clients who ask so many times at once.
    private static int[] shares(Callable<Way> way, int clients, int at, int all)
            throws InterruptedException {
        AtomicIntegerArray shares = new AtomicIntegerArray(4);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            int first = client * (all / clients);
            tasks.add(() -> {
                ask(way.call(), first, all / clients, at, shares);
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(clients)) {
            for (var task : threads.invokeAll(tasks)) assertThat(task).succeedsWithin(ZERO);
        }
        return IntStream.range(0, 4).map(shares::get).toArray();
    }

    private static void ask(Way way, int first, int all, int at, AtomicIntegerArray shares)
            throws IOException {
        try (way) {
            for (int i = first; i < first + all; i += at)
                for (String member : way.ask(i, at))
                    shares.incrementAndGet(member.charAt(member.length() - 1) - '1');
        }
    }

    private static int[] shares(By by, String policy, int all) throws InterruptedException {
        return shares(() -> way(by, policy), 2, Members.HELD, all);
    }

    private static void assertShares(int[] shares, double... ideal) {
        int all = Arrays.stream(shares).sum();
        double sum = Arrays.stream(ideal).sum();
        for (int i = 0; i < 4; i++)
            assertThat((double) shares[i])
                    .as("member %d of %s", i + 1, Arrays.toString(shares))
                    .isCloseTo(all * ideal[i] / sum, Percentage.withPercentage(5));
    }

    @ParameterizedTest
    @EnumSource
    void roundRobinGivesEachAQuarter(By by) throws Exception {
        assertThat(shares(by, "round-robin", TURNS)).containsExactly(2500, 2500, 2500, 2500);
    }

    @ParameterizedTest
    @EnumSource
    void ratioGivesEachItsWeight(By by) throws Exception {
        assertThat(shares(by, "ratio", TURNS)).containsExactly(4000, 3000, 2000, 1000);
    }

    @ParameterizedTest
    @EnumSource
    void randomGivesEachAQuarter(By by) throws Exception {
        assertShares(shares(by, "random", by == By.DNS ? DRAWN : TURNS), 1, 1, 1, 1);
    }

    /// Of a hundred that wait at the same time each member has a quarter.
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DNS")
    void leastConnectionsHasAQuarterInFlightAtEach(By by) throws Exception {
        String policy = "least-connections";
        Callable<Way> way =
                by == By.PROXY
                        ? () -> Ways.connections(listeners.get(0), "/" + policy + "/")
                        : () -> way(by, policy);
        assertShares(shares(way, 1, Members.HELD, TURNS), 1, 1, 1, 1);
    }

    /// The slow one loses each comparison, so the others get at least the sixth of all pairs in
    /// which they meet it, and none more than the half of all pairs, which it is in.
    @ParameterizedTest
    @EnumSource(names = {"PROXY", "TCP", "UDP"})
    void fastestResponseLeavesTheSlowOneAlone(By by) throws Exception {
        int[] shares = shares(() -> way(by, "fastest-response"), 1, FEW, TURNS);
        assertThat(shares[3]).as(Arrays.toString(shares)).isLessThan(TURNS / 20);
        for (int i = 0; i < 3; i++)
            assertThat(shares[i])
                    .as(Arrays.toString(shares))
                    .isBetween(TURNS / 6 * 95 / 100, TURNS / 2 * 105 / 100);
    }

    /// Loads of 1 to 4 stay as they are: of the six pairs the first wins three, the second two.
    @Test
    void leastLoadTakesTheLessLoadedOfEachPair() throws Exception {
        int[] shares = shares(() -> way(By.PROXY, "least-load"), 1, Members.HELD, DRAWN);
        assertThat(shares[3]).as(Arrays.toString(shares)).isLessThan(DRAWN / 1000);
        shares[3] = 0;
        assertShares(shares, 3, 2, 1, 0);
    }

    /// Each request has a key of its own.
    @ParameterizedTest
    @EnumSource
    void hashGivesEachAQuarterOfTheKeys(By by) throws Exception {
        String key = by == By.PROXY || by == By.REDIRECT ? "url" : "source";
        assertShares(shares(by, key, DRAWN), 1, 1, 1, 1);
    }
}

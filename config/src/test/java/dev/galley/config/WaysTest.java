// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.galley.config.bind.ConfigException;
import dev.galley.config.bind.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What each way can do with a pool, and what is said of what it can't.
class WaysTest {
    /// The ways, in the order of the columns of the documentation.
    private static final List<String> WAYS =
            List.of(
                    "{bind: \":80\", via: proxy, routes: [pool: web]}",
                    "{bind: \":80\", via: redirect, routes: [pool: web]}",
                    "{bind: \":80\", via: relay, pool: web}",
                    "{bind: \":80/udp\", via: relay, pool: web}",
                    "{bind: \":53/udp\", via: dns, names: {www.example.com: web}}",
                    "{bind: \"10.0.0.100:80\", via: nat, pool: web}",
                    "{bind: \"10.0.0.100:80\", via: direct, pool: web}",
                    "{bind: \"10.0.0.100:80/udp\", via: tunnel, pool: web}");

    private static final int PROXY = 0, REDIRECT = 1, TCP = 2, UDP = 3, DNS = 4, KERNEL = 5;

    /// The column of a way: the kernel's have one together.
    private static int column(int way) {
        return Math.min(way, KERNEL) + 1;
    }

    private static final List<String> WHERE =
            List.of(
                    "",
                    "listeners[0].routes[0].pool",
                    "listeners[0].pool",
                    "listeners[0].pool",
                    "listeners[0].names.\"www.example.com\"",
                    "listeners[0].pool",
                    "listeners[0].pool",
                    "listeners[0].pool");

    /// The rows of the table, in which a setting stands in quotes: each with its cells.
    private static List<List<String>> rows() throws IOException {
        String doc = Files.readString(Path.of("../docs/configuration.md"));
        int from = doc.indexOf("### What each way can do"), to = doc.indexOf("\n#", from + 1);
        return Pattern.compile("^\\| (`.*) \\|$", Pattern.MULTILINE)
                .matcher(doc.substring(from, to))
                .results()
                .map(row -> List.of(row.group(1).split(" *\\| *")))
                .toList();
    }

    private static Stream<Arguments> cells() throws IOException {
        return rows().stream()
                .flatMap(row ->
                        settings(row.getFirst())
                                .flatMap(setting ->
                                        IntStream.range(0, WAYS.size())
                                                .mapToObj(way ->
                                                        Arguments.of(
                                                                setting,
                                                                way,
                                                                row.get(column(way))))));
    }

    private static Stream<String> settings(String cell) {
        return Pattern.compile("`([^`]*)`").matcher(cell).results().map(code -> code.group(1));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aWayDoesOrRefusesWhatTheDocumentationSays(String setting, int way, String cell) {
        List<String> expected =
                cell.equals("no")
                        ? List.of(WHERE.get(way) + ": pool web cannot be " + why(setting, way))
                        : List.of();
        assertThat(problems(setting, way)).isEqualTo(expected);
        assertThat(cell).matches("yes|no");
    }

    private static String why(String setting, int way) {
        return switch (way) {
            case REDIRECT -> redirect(setting);
            case TCP -> relay(setting);
            case UDP ->
                    setting.startsWith("proxy-protocol")
                            ? "reached by a relay of UDP with proxy-protocol: that is spoken over"
                                    + " TCP only"
                            : relay(setting);
            case DNS -> dns(setting);
            case PROXY -> throw new IllegalArgumentException("a proxy can do " + setting);
            default -> "reached by the kernel with " + kernel(setting);
        };
    }

    private static String redirect(String setting) {
        if (setting.startsWith("persistence"))
            return "reached by a redirect with a persistence that is found in forms or in the"
                    + " application's cookies, which go to the member alone; use cookie, source,"
                    + " url or header";
        return switch (setting) {
            case "policy: fastest-response" ->
                    "reached by a redirect with fastest-response: the answers go past it; use"
                            + " least-connections or random";
            case "policy: least-load" ->
                    "reached by a redirect with least-load: the answers, which carry the load, go"
                            + " past it; use least-connections or random";
            case "tls: {}" ->
                    "reached by a redirect with tls: clients would be sent to the members by"
                            + " http://; give each member its public, https://...";
            default ->
                    "reached by a redirect with proxy-protocol: clients come to the members by"
                            + " themselves, and send none; give each member its public";
        };
    }

    private static String relay(String setting) {
        if (setting.startsWith("persistence"))
            return "reached by a relay with a persistence that is found in requests, which a relay"
                    + " does not read; use source or destination";
        if (setting.startsWith("tls"))
            return "reached by a relay of UDP with tls: that is spoken over TCP only";
        return setting.equals("policy: least-load")
                ? "reached by a relay with least-load: the load comes in HTTP headers, which a"
                        + " relay does not read; use least-connections or random"
                : "reached by a relay with a hash of something in a request, which a relay does"
                        + " not read; use the key source or source-port";
    }

    private static String dns(String setting) {
        if (setting.startsWith("persistence"))
            return "reached by DNS with persistence: who asks is a resolver, for many clients; use"
                    + " a hash by source, which knows their subnets";
        String instead = "; use ratio, round-robin, or hash by source";
        return switch (setting) {
            case "policy: least-connections" ->
                    "reached by DNS with least-connections: the connections go past it" + instead;
            case "policy: fastest-response" ->
                    "reached by DNS with fastest-response: the answers go past it" + instead;
            case "policy: least-load" ->
                    "reached by DNS with least-load: the answers, which carry the load, go past it"
                            + instead;
            case "policy: {type: hash, bound: 125%}" ->
                    "reached by DNS with a bound: the requests in flight go past it; leave bound"
                            + " out";
            case "proxy-protocol: v2" ->
                    "reached by DNS with proxy-protocol: clients come to the members by themselves,"
                            + " and send none";
            default ->
                    "reached by DNS with a hash of anything but source: a query carries nothing"
                            + " else of the client; use the key source";
        };
    }

    private static String kernel(String setting) {
        if (setting.startsWith("persistence"))
            return "a persistence other than by source: it reads no requests, and knows one"
                    + " destination; use source";
        String instead = "; use least-connections, ratio or round-robin";
        return switch (setting) {
            case "policy: fastest-response" -> "fastest-response: it sees no answers" + instead;
            case "policy: least-load" -> "least-load: it reads no headers" + instead;
            case "policy: random" -> "random: it has no such scheduler" + instead;
            case "policy: {type: hash, bound: 125%}" ->
                    "a bound: its hash has none; leave bound out";
            case "tls: {}" -> "tls: packets pass as they come; use via: relay";
            case "proxy-protocol: v2" ->
                    "proxy-protocol: packets pass as they come, and members see the client";
            default ->
                    "a hash of something in a request, which it does not read; use the key source"
                            + " or source-port";
        };
    }

    @Test
    void everyPolicyHashKeyAndPersistenceHasARow() throws IOException {
        List<String> all = rows().stream().flatMap(row -> settings(row.getFirst())).toList();
        Stream<Class<?>> kinds =
                Stream.of(PolicyConfig.class, PersistenceConfig.class, HashKey.class)
                        .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()));
        assertThat(kinds.map(WaysTest::word))
                .isNotEmpty()
                .allSatisfy(word -> assertThat(all).anyMatch(s -> s.matches(".*: " + word + ".*")));
        assertThat(all).doesNotHaveDuplicates();
    }

    /// `LeastLoad` as the file has it: `least-load`.
    private static String word(Class<?> kind) {
        String dashed = kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
        String word = dashed.toLowerCase(Locale.ROOT);
        return kind.getEnclosingClass() != PersistenceConfig.class
                        && kind.getEnclosingClass() != PolicyConfig.class
                ? "\\{type: hash, key: \"?" + word
                : "(\\{type: )?" + word;
    }

    @Test
    void ofTwoThingsThatAWayCannotDoBothAreTold() throws IOException {
        List<String> all = rows().stream().flatMap(row -> settings(row.getFirst())).toList();
        for (int way = PROXY; way < WAYS.size(); way++)
            for (String one : all)
                for (String other : all) {
                    if (one.startsWith(other.substring(0, other.indexOf(':')))) continue;
                    List<String> each = new ArrayList<>(problems(one, way));
                    each.addAll(problems(other, way));
                    assertThat(problems(one + ", " + other, way))
                            .as(one + " and " + other + " by " + WAYS.get(way))
                            .containsExactlyInAnyOrderElementsOf(each);
                }
    }

    private static List<String> problems(String setting, int way) {
        String yaml =
                "pools: {web: {members: \"10.0.0.1:80\", "
                        + setting
                        + "}}\n"
                        + "listeners: ["
                        + WAYS.get(way)
                        + "]\n";
        return problems(yaml);
    }

    private static List<String> problems(String yaml) {
        try {
            Config.parse("f", yaml, Map.of());
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(WaysTest::withoutLine).toList();
        }
    }

    private static String withoutLine(Problem problem) {
        return problem.toString().replaceFirst("^f:\\d+:\\d+: ", "");
    }

    @Test
    void membersWithAPublicUrlAreReachedByARedirectWhateverIsSpokenToThem() {
        String yaml =
                """
                pools:
                  web:
                    members: [{address: "10.0.0.1:443", public: "https://one.example.com"}]
                    tls: {}
                    proxy-protocol: v2
                listeners: [{bind: ":80", via: redirect, routes: [pool: web]}]
                """;
        assertThat(problems(yaml)).isEmpty();
    }

    @Test
    void whatARedirectCannotRewriteIsTold() {
        String yaml =
                """
                pools: {web: {members: "10.0.0.1:80"}}
                listeners:
                  - bind: ":80"
                    via: redirect
                    routes:
                      - {pool: web, rewrite: {host: inner.example.com, request: {remove: X-A}}}
                      - {pool: web, rewrite: {add-prefix: /a, response: {set: {X-B: b}}}}
                """;
        assertThat(problems(yaml))
                .containsExactly(
                        "listeners[0].routes[0].rewrite.host: is for requests that pass through: a"
                                + " redirect sends the client itself; use via: proxy",
                        "listeners[0].routes[0].rewrite.request: is for requests that pass through:"
                                + " a redirect sends the client itself; use via: proxy");
    }

    @Test
    void aNameWhosePoolDnsCannotServeIsPointedAt() {
        String yaml =
                """
                pools: {web: {policy: least-load, members: "10.0.0.1:80"}}
                listeners:
                  - bind: ":53/udp"
                    via: dns
                    names:
                      a.example: {pool: web, ttl: 1s}
                      b.example: web
                """;
        var e =
                catchThrowableOfType(
                        ConfigException.class, () -> Config.parse("f", yaml, Map.of()));
        assertThat(e.problems())
                .extracting(Problem::toString)
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .startsWith(
                                                "f:6:25: listeners[0].names.\"a.example\".pool"),
                        second ->
                                assertThat(second)
                                        .startsWith("f:7:18: listeners[0].names.\"b.example\""));
    }
}

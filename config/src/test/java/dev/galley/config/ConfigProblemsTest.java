// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.galley.config.bind.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigProblemsTest {
    private static final String KEYS =
            "admin, pools, listeners, virtual-addresses, resolvers, cluster, app, sessions, drain";

    private static final String POOL = "pools: {web: {members: 10.0.0.1:80}}\n";

    @ParameterizedTest
    @MethodSource({"syntax", "keys", "poolValues", "listenerValues", "limits", "between"})
    void aMistakeIsToldWithItsPlaceAndWhatWouldBeRight(String yaml, List<String> problems) {
        assertThat(problems(yaml)).isEqualTo(problems);
    }

    static Stream<Arguments> syntax() {
        return Stream.of(
                bad("", "1:1: is empty"),
                bad("# only a comment\n", "1:1: is empty"),
                bad("null", "1:1: is empty"),
                bad("web", "1:1: must be a mapping of " + KEYS),
                bad("- web", "1:1: must be a mapping of " + KEYS),
                bad("a: b: c", "1:5: is not YAML: mapping values are not allowed here"),
                bad(
                        "a: 1\n---\nb: 2",
                        "2:1: is not YAML: expected a single document in the stream: but found"
                                + " another document"),
                bad(
                        "listeners: *.example.com",
                        "1:13: is not YAML: while scanning an alias: unexpected character found"
                                + " .(46); values such as \"*.example.com\" and \"[::1]:80\" need"
                                + " quotes"),
                bad("drain: 5s\nadmin: \u0007x", "2:8: holds a character that YAML does not allow"),
                bad("[".repeat(100_000), "1:51: is nested deeper than 50 levels"),
                bad("drain: !secret 5s", "1:8: drain: the tag !secret means nothing here"),
                bad(
                        "pools: &p {web: *p}",
                        "1:8: pools.web: missing key \"members\"",
                        "1:12: pools.web: unknown key \"web\"; there are: policy, members, min-up,"
                                + " health, ejection, persistence, retry, timeout, queue,"
                                + " keep-alive, proxy-protocol, tls"));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                bad("dran: 5s", "1:1: unknown key \"dran\"; did you mean \"drain\"?"),
                bad("color: red", "1:1: unknown key \"color\"; there are: " + KEYS),
                bad("drain: 5s\ndrain: 6s", "2:1: key \"drain\" is there twice"),
                bad("drain:", "1:7: drain: has no value"),
                bad("[a]: 5s", "1:1: a key must be a word"),
                bad("pools: {web: {}}", "1:14: pools.web: missing key \"members\""),
                bad("pools: [web]", "1:8: pools: must be a mapping"),
                bad(
                        "pools: {a/b: {members: 10.0.0.1:80}}",
                        "1:9: pools: \"a/b\" is not a name; write for example web or orders-v2"),
                bad("listeners: {}", "1:12: listeners: must be a list, not a mapping"),
                bad("drain: [5s]", "1:8: drain: must be a duration, not a list"),
                bad("drain: {a: 5s}", "1:8: drain: must be a duration, not a mapping"),
                pool("timeout: 5s", "10: .timeout: must be a mapping of connect, answer, idle"),
                pool(
                        "timeout: {max_idle: 5s}",
                        "11: .timeout: unknown key \"max_idle\"; there are: connect, answer,"
                                + " idle"),
                pool(
                        "keep_alive: 5",
                        "1: : unknown key \"keep_alive\"; did you mean \"keep-alive\"?"));
    }

    static Stream<Arguments> poolValues() {
        return Stream.of(
                bad(
                        "drain: 5 sec",
                        "1:8: drain: \"5 sec\" is not a duration; write for example 250ms, 5s or"
                                + " 1m30s"),
                bad(
                        "drain: 30",
                        "1:8: drain: \"30\" is not a duration; write for example 250ms, 5s or"
                                + " 1m30s"),
                pool(
                        "policy: leastconnections",
                        "9: .policy: unknown type \"leastconnections\"; did you mean"
                                + " \"least-connections\"?"),
                pool(
                        "policy: {decay: 5s}",
                        "9: .policy: missing key \"type\"; there are: round-robin, ratio,"
                                + " least-connections, fastest-response, least-load, random, hash"),
                pool(
                        "policy: {type: random, decay: 5s}",
                        "24: .policy: unknown key \"decay\"; there are: type"),
                pool(
                        "policy: {type: hash, key: cookie}",
                        "27: .policy.key: \"cookie\" is not a hash key; write for example"
                                + " source, source-port, url or header:X-User"),
                pool("persistence: form", "14: .persistence: missing key \"name\""),
                pool(
                        "persistence: {type: table, ids: [\"cookie\"]}",
                        "34: .persistence.ids[0]: \"cookie\" is not where a session id is"
                                + " found; write for example cookie:JSESSIONID, url:jsessionid,"
                                + " header:X-Session, form:sid or source"),
                pool(
                        "persistence: {type: cookie, name: \"a b\"}",
                        "35: .persistence.name: \"a b\" is not a cookie's name; write for"
                                + " example JSESSIONID"),
                pool(
                        "persistence: {type: cookie, path: \"/;\"}",
                        "35: .persistence.path: must have no semicolon"),
                pool(
                        "persistence: {type: cookie, same-site: none, secure: never}",
                        "40: .persistence.same-site: none needs TLS: browsers drop such a"
                                + " cookie unless it is secure"),
                pool(
                        "persistence: {type: source, ipv4-prefix: 33}",
                        "42: .persistence.ipv4-prefix: must be 1 to 32, not 33"),
                pool("policy: []", "9: .policy: must be a word, or a mapping with a type"),
                pool(
                        "proxy-protocol: V1",
                        "17: .proxy-protocol: unknown word \"V1\"; did you mean \"v1\"?"),
                pool(
                        "members: 10.0.0.1",
                        "10: .members: \"10.0.0.1\" is not an address with a port; write for"
                                + " example 10.0.0.11:8080, \"[::1]:8080\" or web.internal:8080"),
                pool(
                        "members: 300.0.0.1:80",
                        "10: .members: \"300.0.0.1:80\" is not an address with a port:"
                                + " 300.0.0.1 is no IPv4 address"),
                pool(
                        "members: 10.0.0.1:70000",
                        "10: .members: \"10.0.0.1:70000\" is not an address with a port: port"
                                + " 70000 is not in 0..65535"),
                pool("members: :80", "10: .members: must have a host and a port above 0"));
    }

    static Stream<Arguments> listenerValues() {
        return Stream.of(
                listener(
                        "trusted: [10.0.0.0/8, 10.0.0.0/33]",
                        "23: .trusted[1]: \"10.0.0.0/33\" is not an address or a range of"
                                + " them: prefix length /33 does not fit 10.0.0.0"),
                listener(
                        "trusted: localhost",
                        "10: .trusted: \"localhost\" is not an address or a range of them;"
                                + " write for example 10.0.0.1, 10.0.0.0/8 or fd00::/8"),
                listener(
                        "limits: {body: 64K}",
                        "16: .limits.body: \"64K\" is not a size; write for example 512B,"
                                + " 64KiB or 1MiB"),
                listener(
                        "limits: {body: 999999999999TiB}",
                        "16: .limits.body: \"999999999999TiB\" is not a size: it is too"
                                + " large"),
                listener(
                        "limits: {headers: 1001}",
                        "19: .limits.headers: must be 1 to 1000, not 1001"),
                listener(
                        "via: pigeon",
                        "6: .via: unknown via \"pigeon\"; there are: proxy, redirect, relay, dns,"
                                + " nat, direct, tunnel"),
                listener(
                        "error-pages: [{status: 600, body: x}]",
                        "24: .error-pages[0].status: \"600\" is not a status code or a"
                                + " range of them; write for example 204 or 200-399"),
                listener(
                        "error-pages: [{status: 500-400, body: x}]",
                        "24: .error-pages[0].status: \"500-400\" is not a status code or a"
                                + " range of them: must be a range within 100-599, such as"
                                + " 200-399"),
                route(
                        "{match: {path: images}, pool: web}",
                        "16: .match.path: \"images\" is not a path pattern; write for example"
                                + " /exact,"
                                + " /below/** or *.php"),
                route(
                        "{match: {method: get}, pool: web}",
                        "18: .match.method: \"get\" is not a method; write for example GET"),
                route(
                        "{match: {header: {\"a b\": c}}, pool: web}",
                        "19: .match.header: \"a b\" is not a header name; write for example"
                                + " X-Load"),
                route(
                        "{respond: {headers: {A: \"a\\r\\nb\"}}}",
                        "25: .respond.headers.A: \"a??b\" is not a header value; write for"
                                + " example"
                                + " no-store"),
                route(
                        "{redirect: example.com}",
                        "12: .redirect: \"example.com\" is not a URL or a path; write for example"
                                + " https://${host}${path}"),
                route(
                        "{redirect: \"/${user}\"}",
                        "12: .redirect: \"/${user}\" is not a URL or a path; write for example"
                                + " https://${host}${path}"));
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                bad("drain: 2d", "1:8: drain: must be 1d or less, not 2d"),
                pool("min-up: 0", "9: .min-up: must be 1 to 10000, not 0"),
                pool("min-up: -1", "9: .min-up: \"-1\" is not a number; write for example 3"),
                pool("retry: 11", "8: .retry: must be 0 to 10, not 11"),
                pool("retry: {budget: 101%}", "17: .retry.budget: must be 100% or less, not 101%"),
                pool("members: []", "10: .members: needs 1 to 10000 entries"),
                pool(
                        "members: {address: \"10.0.0.1:80\"}",
                        "10: .members: must be a list, not a mapping"),
                pool(
                        "members: [{address: \"10.0.0.1:80\", weight: 1001, priority: 0}]",
                        "44: .members[0].weight: must be 0 to 1000, not 1001",
                        "60: .members[0].priority: must be 1 to 100, not 0"),
                pool(
                        "health: {type: tcp, rise: 0, interval: 0s}",
                        "27: .health.rise: must be 1 to 100, not 0",
                        "40: .health.interval: must be 10ms to 1d, not 0s"),
                pool(
                        "policy: {type: hash, bound: 100%}",
                        "29: .policy.bound: must be 101% to 1000%, not 100%"),
                listener(
                        "limits: {head: 2KiB, line: 4KiB}",
                        "28: .limits.line: must not be above the limit of the head"),
                route("{respond: {status: 99}}", "20: .respond.status: must be 200 to 599, not 99"),
                route(
                        "{redirect: {to: /, status: 305}}",
                        "28: .redirect.status: must be 301, 302, 303, 307 or 308"));
    }

    static Stream<Arguments> between() {
        return Stream.of(
                bad("admin: :9900", "1:8: admin: :9900 is not loopback; that demands a token"),
                bad(
                        "admin: {bind: \"10.0.0.1:1\"}",
                        "1:15: admin.bind: 10.0.0.1:1 is not loopback; that demands a token"),
                bad(
                        "admin: {token: \"\"}",
                        "1:16: admin.token: the value is not a secret; write for example"
                                + " ${GALLEY_TOKEN}: visible ASCII, 1 to 4096 characters"),
                bad(
                        "admin: {token: $UNSET, bind: \"${UNSET}\"}",
                        "1:30: admin.bind: the environment has no variable UNSET; set it, or write"
                                + " ${UNSET:-default}"),
                pool(
                        "members: [10.0.0.1:80, 10.0.0.2:80, {address: \"10.0.0.1:80\"}]",
                        "37: .members[2]: 10.0.0.1:80 is listed twice"),
                bad(
                        POOL
                                + """
                                listeners:
                                  - {bind: ":80", routes: [pool: web]}
                                  - {bind: ":80", routes: [pool: web]}
                                """,
                        "4:5: listeners[1]: :80 is listed twice"),
                bad(
                        POOL
                                + """
                                drain: soon
                                listeners:
                                  - {bind: ":80", routes: [pool: wbe, pool: images]}
                                """,
                        "2:8: drain: \"soon\" is not a duration; write for example 250ms, 5s or"
                                + " 1m30s",
                        "4:34: listeners[0].routes[0].pool: \"wbe\" is none of the pools; did you"
                                + " mean \"web\"?",
                        "4:45: listeners[0].routes[1].pool: \"images\" is none of the pools; there"
                                + " are: web"),
                bad(
                        "listeners: [{bind: \":80\", routes: [pool: web]}]",
                        "1:42: listeners[0].routes[0].pool: \"web\" is none of the pools; there"
                                + " are none"),
                route(
                        "{pool: web, redirect: /x}",
                        "1: : needs exactly one of pool, redirect and respond"),
                route(
                        "{match: {path: /x}}",
                        "1: : needs exactly one of pool, redirect and respond"),
                route(
                        "{pool: web, rewrite: {path: /x, strip-prefix: /y}}",
                        "29: .rewrite.path: replaces the whole path; it cannot stand beside"
                                + " strip-prefix"
                                + " or add-prefix"),
                route(
                        "{pool: web, rewrite: {request: {set: {Content-Length: 5}}}}",
                        "38: .rewrite.request.set: must not name Content-Length: Galley itself"
                                + " frames"
                                + " the messages"));
    }

    @Test
    void allMistakesOfAFileAreToldInTheirOrder() {
        assertThat(
                        problems(
                                """
                                listeners:
                                  - bind: 8080
                                    routes:
                                      - pool: wbe
                                pools:
                                  web:
                                    polcy: random
                                    members:
                                      - 10.0.0.11:8080
                                      - {address: "10.0.0.12", weight: much}
                                    health: {type: http, interval: 5 sec}
                                """))
                .extracting(p -> p.split(": ", 3)[0] + " " + p.split(": ", 3)[1])
                .containsExactly(
                        "2:11 listeners[0].bind",
                        "4:15 listeners[0].routes[0].pool",
                        "7:5 pools.web",
                        "10:19 pools.web.members[1].address",
                        "10:40 pools.web.members[1].weight",
                        "11:36 pools.web.health.interval");
    }

    @Test
    void aFileThatCannotBeReadIsAProblemOfTheFileAsAWhole(@TempDir Path dir) throws IOException {
        Path missing = dir.resolve("galley.yaml"), latin = dir.resolve("latin.yaml");
        Files.write(latin, new byte[] {'#', (byte) 0xE9, '\n'});
        Path endless = dir.resolve("endless.yaml");
        Files.writeString(endless, "#".repeat((4 << 20) + 1));
        assertThat(messageOf(missing)).isEqualTo(missing + ": there is no such file");
        assertThat(messageOf(latin)).isEqualTo(latin + ": is not UTF-8");
        assertThat(messageOf(endless)).isEqualTo(endless + ": is longer than 4 MiB");
        assertThat(messageOf(dir)).startsWith(dir + ": cannot be read");
    }

    @Test
    void aFileIsReadWithTheEnvironmentOfTheProcess(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("galley.yaml");
        Files.writeString(file, "admin: ${NO_SUCH_VARIABLE:-127.0.0.1:1}${PATH}");
        assertThat(messageOf(file)).contains(System.getenv("PATH").substring(0, 5));
    }

    private static String messageOf(Path file) {
        return catchThrowableOfType(ConfigException.class, () -> Config.load(file)).getMessage();
    }

    private static List<String> problems(String yaml) {
        var e =
                catchThrowableOfType(
                        ConfigException.class, () -> Config.parse("f", yaml, Map.of()));
        return e.problems().stream().map(p -> p.toString().substring("f:".length())).toList();
    }

    private static Arguments bad(String yaml, String... problems) {
        return Arguments.of(yaml, List.of(problems));
    }

    /// One setting of a pool; the columns are those within it, the paths those below the pool.
    private static Arguments pool(String setting, String... problems) {
        String more = setting.startsWith("members") ? "" : "    members: 10.0.0.1:80\n";
        String yaml = "pools:\n  web:\n    " + setting + "\n" + more;
        return bad(yaml, shifted(3, 4, "pools.web", problems));
    }

    private static Arguments listener(String setting, String... problems) {
        String yaml = "listeners:\n  - bind: :80\n    " + setting + "\n    routes: [pool: web]\n";
        return bad(yaml + POOL, shifted(3, 4, "listeners[0]", problems));
    }

    private static Arguments route(String route, String... problems) {
        String yaml = "listeners:\n  - bind: :80\n    routes:\n      - " + route + "\n";
        return bad(yaml + POOL, shifted(4, 8, "listeners[0].routes[0]", problems));
    }

    private static String[] shifted(int line, int columns, String path, String... problems) {
        return Stream.of(problems)
                .map(p -> p.split(": ", 2))
                .map(p -> line + ":" + (Integer.parseInt(p[0]) + columns) + ": " + path + p[1])
                .toArray(String[]::new);
    }
}

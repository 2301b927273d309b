// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    static final String WHOLE =
            """
            admin: {bind: "0.0.0.0:9900", token: "${TOKEN}"}
            drain: 1m30s
            pools:
              web:
                policy: least-connections
                members:
                  - 10.0.0.11:8080
                  - address: "[::1]:8080"
                    weight: 3
                    priority: 2
                    max-connections: 200
                    slow-start: 30s
                min-up: 2
                health:
                  type: http
                  path: /health
                  expect: {status: 200-399, body: ok}
                  interval: 5s
                  fall: 5
                ejection: {failures: 7, for: 1m}
                retry: {attempts: 3, budget: 25%}
                timeout: {connect: 250ms}
                proxy-protocol: v2
              images:
                policy: {type: hash, key: header:X-User, bound: 125%}
                members: 10.0.0.21:80
            listeners:
              - bind: :8080
                routes:
                  - match: {host: shop.example.com, path: [/images/**, "*.png"]}
                    pool: images
                  - match: {path: /old/**}
                    redirect: https://${host}/new${path}
                  - pool: web
                trusted: [10.0.0.0/8, "::1"]
                limits: {body: 10MiB, min-rate: 0}
                access-log: access.log
            """;

    @Test
    void everyFormOfValueArrivesInTheRecords() {
        Config config = Config.parse("galley.yaml", WHOLE, Map.of("TOKEN", "s3cret"));
        assertThat(config.admin())
                .isEqualTo(new AdminConfig(new Address("0.0.0.0", 9900), "s3cret"));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(90));
        PoolConfig web = config.pools().get("web");
        assertThat(web.policy()).isEqualTo(new PolicyConfig.LeastConnections());
        assertThat(web.members())
                .containsExactly(
                        new MemberConfig(new Address("10.0.0.11", 8080), 1, 1, null, Duration.ZERO),
                        new MemberConfig(
                                new Address("::1", 8080), 3, 2, 200, Duration.ofSeconds(30)));
        assertThat(web.health())
                .isEqualTo(
                        new HealthConfig.Http(
                                "/health",
                                "GET",
                                null,
                                Map.of(),
                                new HealthConfig.Expect(
                                        List.of(new StatusRange(200, 399)), "ok", Map.of()),
                                null,
                                new CheckTiming(Duration.ofSeconds(5), Duration.ofSeconds(2), 2, 5),
                                null));
        assertThat(config.pools().get("images").policy())
                .isEqualTo(new PolicyConfig.Hash(new HashKey.Header("X-User"), new Share(1.25)));
        var listener = (ListenerConfig.Proxy) config.listeners().getFirst();
        assertThat(listener.trusted()).hasSize(2);
        assertThat(listener.limits().body()).isEqualTo(new Size(10 << 20));
        assertThat(listener.routes().get(1).redirect())
                .isEqualTo(new RedirectConfig("https://${host}/new${path}", 302));
        assertThat(listener.accessLog())
                .isEqualTo(new AccessLogConfig("access.log", AccessLogConfig.Format.COMBINED));
    }

    @Test
    void whatIsLeftOutHasTheDefaultsOfTheDocs() {
        Config config =
                parse(
                        """
                        pools: {web: {members: web.internal:80, health: tcp}}
                        listeners: [{bind: ":80", routes: [pool: web]}]
                        """);
        assertThat(config.admin()).isEqualTo(new AdminConfig(new Address("127.0.0.1", 9900), null));
        assertThat(config.drain()).hasSeconds(30);
        PoolConfig pool = config.pools().get("web");
        assertThat(pool.policy()).isEqualTo(new PolicyConfig.RoundRobin());
        assertThat(pool.minUp()).isEqualTo(1);
        assertThat(pool.health()).isEqualTo(new HealthConfig.Tcp(TIMING, null));
        assertThat(pool.ejection()).isEqualTo(new EjectionConfig(5, Duration.ofSeconds(30)));
        assertThat(pool.retry()).isEqualTo(new RetryConfig(2, new Share(0.2)));
        assertThat(pool.queue()).isEqualTo(new QueueConfig(1024, Duration.ofSeconds(5)));
        assertThat(pool.keepAlive()).isEqualTo(64);
        assertThat(pool.proxyProtocol()).isEqualTo(ProxyProtocol.OFF);
        var listener = (ListenerConfig.Proxy) config.listeners().getFirst();
        assertThat(listener.limits().head()).isEqualTo(new Size(64 << 10));
        assertThat(listener.limits().body()).isNull();
        assertThat(listener.timeout().tunnel()).hasHours(1);
        assertThat(listener.accessLog()).isNull();
        assertThat(listener.routes().getFirst().match().host()).isEmpty();
        assertThat(listener.routes().getFirst().rewrite().request().set()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    policy: random               | policy: {type: random}
                    policy: fastest-response     | policy: {type: fastest-response, decay: 10s}
                    policy: least-load           | policy: {type: least-load, header: X-Load}
                    policy: hash                 | policy: {type: hash, key: source}
                    health: tcp                  | health: {type: tcp, interval: 2s, timeout: 2s}
                    health: http                 | health: {type: http, path: /, method: GET}
                    health: {type: http, expect: 204} | health: {type: http, expect: {status: 204}}
                    retry: 0                     | retry: {attempts: 0}
                    queue: 7                     | queue: {size: 7, timeout: 5s}
                    timeout: {}                  | timeout: {idle: 30s}
                    min-up: "2"                  | min-up: 2
                    timeout: {idle: 1m30s}       | timeout: {idle: 90s}
                    timeout: {idle: 1d}          | timeout: {idle: 23h59m59s1000ms}
                    """)
    void theShortFormMeansTheLongOne(String shorter, String longer) {
        String rest = "\n    members: 10.0.0.1:80";
        assertThat(parse("pools:\n  web:\n    " + shorter + rest))
                .isEqualTo(parse("pools:\n  web:\n    " + longer + rest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    pool: web              | match: {}, pool: web
                    redirect: /x           | redirect: {to: /x, status: 302}
                    respond: hello         | respond: {status: 200, body: hello}
                    match: {path: /a}, pool: web | match: {path: [/a]}, pool: web
                    """)
    void theShortFormOfARouteMeansTheLongOne(String shorter, String longer) {
        String before =
                "pools: {web: {members: [10.0.0.1:80]}}\nlisteners: [{bind: \":80\", routes: [{";
        assertThat(parse(before + shorter + "}]}]")).isEqualTo(parse(before + longer + "}]}]"));
    }

    @Test
    void theOrderOfPoolsIsThatOfTheFile() {
        Config config = parse("pools: {z: {members: a:1}, a: {members: a:1}, m: {members: a:1}}");
        assertThat(config.pools().keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void anAnchorStandsForWhatItNames() {
        Config config = parse("pools: {a: &a {members: a:1, retry: 0}, b: *a}");
        assertThat(config.pools().get("b")).isEqualTo(config.pools().get("a"));
    }

    @Test
    void aPortOfZeroMayBeThereTwice() {
        assertThat(
                        parse(
                                        """
                                        pools: {web: {members: 10.0.0.1:80}}
                                        listeners:
                                          - {bind: "127.0.0.1:0", routes: [pool: web]}
                                          - {bind: "127.0.0.1:0", routes: [pool: web]}
                                        """)
                                .listeners())
                .hasSize(2);
    }

    @Test
    void anAdminAddressNeedsNoTokenOnLoopback() {
        for (String bind : List.of("127.0.0.2:1", "\"[::1]:1\"", "localhost:1"))
            assertThat(parse("admin: " + bind).admin().token()).isNull();
    }

    @Test
    void aVariableInAnyValueIsReplaced() {
        Config config =
                Config.parse(
                        "galley.yaml",
                        """
                        drain: ${DRAIN}
                        pools:
                          web:
                            policy: ${POLICY:-ratio}
                            members: ["${HOST}:${PORT:-81}"]
                        """,
                        Map.of("DRAIN", "7s", "HOST", "10.0.0.1"));
        assertThat(config.drain()).hasSeconds(7);
        assertThat(config.pools().get("web").policy()).isEqualTo(new PolicyConfig.Ratio());
        assertThat(config.pools().get("web").members().getFirst().address())
                .isEqualTo(new Address("10.0.0.1", 81));
    }

    private static final CheckTiming TIMING =
            new CheckTiming(Duration.ofSeconds(2), Duration.ofSeconds(2), 2, 3);

    private static Config parse(String yaml) {
        return Config.parse("galley.yaml", yaml, Map.of());
    }
}

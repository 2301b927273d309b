// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {
    private static final String WHOLE =
            """
            admin: {bind: "0.0.0.0:9900", token: "${TOKEN}"}
            drain: 1m30s
            pools:
              web:
                policy: least-connections
                members:
                  - 10.0.0.11:8080
                  - {address: "[::1]:8080", weight: 3, priority: 2, max-connections: 200, slow-start: 30s}
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
                                new CheckTiming(Duration.ofSeconds(5), Duration.ofSeconds(2), 2, 5),
                                null));
        assertThat(config.pools().get("images").policy())
                .isEqualTo(new PolicyConfig.Hash(new HashKey.Header("X-User"), new Share(1.25)));
        ListenerConfig listener = config.listeners().getFirst();
        assertThat(listener.via()).isEqualTo(ListenerConfig.Via.PROXY);
        assertThat(listener.trusted()).hasSize(2);
        assertThat(listener.limits().body()).isEqualTo(new Size(10 << 20));
        assertThat(listener.routes().get(1).redirect())
                .isEqualTo(new RedirectConfig("https://${host}/new${path}", 302));
        assertThat(listener.accessLog())
                .isEqualTo(new AccessLogConfig("access.log", AccessLogConfig.Format.COMBINED));
    }
}

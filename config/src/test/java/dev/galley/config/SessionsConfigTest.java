// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.bind.ConfigException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsConfigTest {
    private static final SessionRules USUAL =
            new SessionRules(Duration.ofMinutes(30), new Size(64 << 10), 1_000_000);

    private static SessionsConfig parse(String sessions) {
        return Config.parse("galley.yaml", "sessions: " + sessions, Map.of()).sessions();
    }

    @Test
    void aBareWordIsAStoreWithItsDefaults() {
        assertThat(parse("in-process")).isEqualTo(new SessionsConfig.InProcess(USUAL));
        assertThat(parse("replicated"))
                .isEqualTo(new SessionsConfig.Replicated(2, null, List.of(), null, USUAL));
        assertThat(parse("{ttl: 1h}").rules().ttl()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void redisMayBeOneOrSeveral() {
        for (String kind : List.of("redis", "rediss", "redis-sentinel", "redis-cluster"))
            assertThat(parse("{store: redis, url: \"" + kind + "://u:p@a:1,b:2/3\"}"))
                    .isInstanceOf(SessionsConfig.Redis.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {store: redis} | missing key "url"
                    {store: redis, url: "http://a"} | the value is not a URL of Redis
                    {store: replicated, copies: 1} | must be 2 to 9
                    {store: replicated, bind: "a:1"} | sessions.bind: must come with peers
                    {store: replicated, bind: "127.0.0.1:1", peers: ["127.0.0.1:2"]} \
                    | sessions.peers: must have 127.0.0.1:1 among them
                    {store: replicated, bind: "10.0.0.1:1", peers: ["10.0.0.1:1"]} \
                    | 10.0.0.1:1 is not loopback; that demands a secret
                    {store: replicated, bind: "127.0.0.1:1", peers: ["127.0.0.1:1", "127.0.0.1:1"]} \
                    | sessions.peers: has the same address twice
                    {store: replicated, bind: ":1", peers: [":1"]} \
                    | must have a host and a port of 1 to 65534
                    {store: replicated, secret: short} | sessions.secret: must have 16 characters or more
                    {store: memory} | memory
                    {max-size: 5MiB} | must be 1KiB to 4MiB
                    """)
    void whatCannotBeIsRefusedWithTheReason(String sessions, String reason) {
        assertThatThrownBy(() -> parse(sessions))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aPasswordInAUrlIsNotRepeated() {
        assertThatThrownBy(() -> parse("{store: redis, url: \"http://:hidden@a\"}"))
                .hasMessageNotContaining("hidden");
    }

    private static Config balancer(String rest, String persistence) {
        String pool = "{members: \"10.0.0.1:80\", persistence: " + persistence + "}";
        return Config.parse("galley.yaml", "pools: {web: " + pool + "}\n" + rest, Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    drain: 1s | pools.web.persistence.shared: needs sessions: a store that all balancers reach
                    sessions: in-process | persistence.shared: needs a store that all balancers reach
                    sessions: replicated | needs sessions.bind and sessions.peers, or a cluster
                    """)
    void aSharedTableNeedsAStoreThatAllReach(String sessions, String reason) {
        assertThatThrownBy(() -> balancer(sessions, "{type: source, shared: on}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aSharedTableNeedsNoProgram() {
        String redis = "sessions: {store: redis, url: \"redis://10.0.0.9\"}";
        PersistenceConfig shared =
                balancer(redis, "{type: source, shared: on}").pools().get("web").persistence();
        assertThat(shared.isShared()).isTrue();
        assertThat(shared.table().ttl()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void cookiesOfNodesAreSealedByTheSecretOfTheClusterUnlessTheyHaveTheirOwn() {
        String cluster =
                """
                cluster: {name: c, node: a, secret: of-the-whole-cluster, peers: ["127.0.0.1:7800"]}
                """;
        assertThat(secret(balancer(cluster, "cookie"))).isEqualTo("of-the-whole-cluster");
        assertThat(secret(balancer(cluster, "{type: cookie, secret: of-this-pool-alone}")))
                .isEqualTo("of-this-pool-alone");
        assertThat(secret(balancer("", "cookie"))).isNull();
        assertThat(balancer(cluster, "cookie").warnings(Instant.EPOCH)).isEmpty();
    }

    private static String secret(Config config) {
        var persistence = config.pools().get("web").persistence();
        return ((PersistenceConfig.Cookie) persistence).secret();
    }

    @Test
    void cookiesThatNoOtherHolderOfAnAddressCanOpenAreWarnedOf() {
        String address =
                "virtual-addresses: [{address: 10.0.0.100/24, interface: eth0, router-id: 51}]";
        assertThat(balancer(address, "cookie").warnings(Instant.EPOCH))
                .singleElement()
                .asString()
                .startsWith("pools.web.persistence: without a secret, each process seals");
        assertThat(balancer("", "cookie").warnings(Instant.EPOCH)).isEmpty();
    }
}

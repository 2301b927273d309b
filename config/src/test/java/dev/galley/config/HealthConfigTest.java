// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.bind.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthConfigTest {
    private static final CheckTiming TIMING =
            new CheckTiming(Duration.ofSeconds(2), Duration.ofSeconds(2), 2, 3);

    private static @Nullable HealthConfig parse(String health) {
        String pools = "pools: {web: {members: \"10.0.0.1:80\", health: " + health + "}}\n";
        String listeners = "listeners: [{bind: \":80\", routes: [pool: web]}]";
        return Config.parse("test", pools + listeners, Map.of()).pools().get("web").health();
    }

    @Test
    void aWordIsACheckWithItsDefaults() {
        assertThat(parse("tls"))
                .isEqualTo(
                        new HealthConfig.Tls(
                                new HandshakeConfig(null, false, null, null), TIMING, null));
        assertThat(parse("ping")).isEqualTo(new HealthConfig.Ping(TIMING));
        assertThat(parse("udp"))
                .isEqualTo(
                        new HealthConfig.Udp(
                                new Payload("galley"),
                                null,
                                HealthConfig.Silence.UP,
                                TIMING,
                                null));
        assertThat(parse("ftp"))
                .isEqualTo(new HealthConfig.Ftp(null, "galley@", null, TIMING, null));
        assertThat(parse("redis")).isEqualTo(new HealthConfig.Redis(null, null, TIMING, null));
        assertThat(parse("postgresql"))
                .isEqualTo(
                        new HealthConfig.Postgresql(
                                "galley", null, HealthConfig.Role.ANY, TIMING, null));
        assertThat(parse("{type: dns, name: example.com}"))
                .isEqualTo(new HealthConfig.Dns("example.com", "A", List.of(), TIMING, null));
        assertThat(parse("{type: command, argv: /bin/true}"))
                .isEqualTo(new HealthConfig.Command(List.of("/bin/true"), TIMING, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: http, tls: {}}",
                "{type: tls, name: a-1.example.com, min-days: 0, interval: 1h}",
                "{type: dns, name: ., record: NS}",
                "{type: dns, name: _sip._tcp.example.com., record: SRV}",
                "{type: dns, name: example.com, record: AAAA, expect: ['::1', '2001:db8::1']}",
                "{type: ftp, user: anonymous, file: a file}",
                "{type: command, argv: [/bin/test, -n, '', '']}"
            })
    void aGoodCheckIsTaken(String health) {
        assertThat(parse(health)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: tls, name: 'a_b.c'}      | \"a_b.c\" is not a host name",
                "{type: tls, ca: a.pem}          | ca: is of no use without verify: true",
                "{type: tls, min-days: 4000}     | must be 0 to 3650",
                "{type: ping, port: 80}          | unknown key \"port\"",
                "{type: udp, send: 'hex:0'}      | is not a payload",
                "{type: udp, send: ''}           | is not a payload",
                "{type: udp, silence: maybe}     | unknown word \"maybe\"",
                "dns                             | missing key \"name\"",
                "{type: dns, name: a..b}         | \"a..b\" is not a DNS name",
                "{type: dns, name: a, record: X} | \"X\" is not a record type",
                "{type: dns, name: a, expect: b} | expect: b is no IPv4 address",
                "{type: dns, name: a, expect: '::1'} | expect: ::1 is no IPv4 address",
                "{type: dns, name: a, record: AAAA, expect: 10.0.0.1} | is no IPv6 address",
                "{type: ftp, file: a}            | file: needs a user, such as anonymous",
                "{type: ftp, user: \"a\\nb\"}    | is not a text on one line",
                "{type: redis, user: me}         | user: needs a password",
                "{type: redis, password: a b}    | the value is not a secret",
                "command                         | missing key \"argv\"",
                "{type: command, argv: []}       | needs 1 to 1000 entries",
                "{type: command, argv: ''}       | argv: must name a program",
                "{type: command, argv: \"a\\0\"} | argv: must name a program, and hold no NUL"
            })
    void aBadOneIsRefusedWithASentence(String health, String problem) {
        assertThatThrownBy(() -> parse(health))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pools.web.health")
                .hasMessageContaining(problem);
    }

    @Test
    void aPayloadIsATextOrHexadecimal() {
        assertThat(Payload.parse("aé").bytes()).containsExactly('a', 0xC3, 0xA9);
        assertThat(Payload.parse("hex:00fF").bytes()).containsExactly(0, 0xFF);
        assertThat(Payload.parse("hex:00fF")).hasToString("hex:00fF");
    }
}

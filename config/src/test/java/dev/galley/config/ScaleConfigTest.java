// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.bind.ConfigException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleConfigTest {
    private static ScaleConfig scale(String said) {
        return parse("health: tcp, scale: {%s}".formatted(said), "").pools().get("web").scale();
    }

    private static Config parse(String pool, String listeners) {
        return Config.parse("f", "pools: {web: {%s}}\n%s".formatted(pool, listeners), Map.of());
    }

    @Test
    void membersNeedNotBeNamedAndTheRestHasDefaults() {
        ScaleConfig scale = scale("max: 9, in-flight: 32, by: {command: [shop]}");
        assertThat(scale.min()).isEqualTo(1);
        assertThat(scale.target().inFlight()).isEqualTo(32);
        assertThat(scale.target().inWindow()).isEqualTo(Duration.ofMinutes(5));
        assertThat(scale.by())
                .isEqualTo(
                        new ProviderConfig.Processes(
                                List.of("shop"),
                                "127.0.0.1",
                                new Ports(20000, 20999),
                                Map.of(),
                                null,
                                null,
                                Duration.ofSeconds(10)));
        assertThat(scale("max: 9, requests: 600/m, by: {command: x}").target().perSecond())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "members: 'a:1', scale: {max: 2, in-flight: 1, by: {command: x}}"
                        + "|pools.web.scale: needs health beside it: a member serves once a check"
                        + " passes",
                "health: tcp, scale: {max: 2, by: {command: x}}"
                        + "|pools.web.scale: needs a target: in-flight, requests, cpu, p95 or a"
                        + " schedule",
                "health: tcp, scale: {max: 2, min: 3, in-flight: 1, by: {command: x}}"
                        + "|pools.web.scale.max: must not be below min, 3",
                "health: tcp, scale: {max: 2, by: {command: x}, schedule: [{members: 5}]}"
                        + "|pools.web.scale.schedule: has 5 members, above max, 2",
                "health: tcp, scale: {max: 2, cpu: 50%, by: {type: kubernetes, deployment: d,"
                        + " port: 80}}"
                        + "|pools.web.scale.cpu: is known of processes on this machine alone; use"
                        + " in-flight or requests",
                "health: tcp, scale: {max: 2, in-flight: 1, zone: Asia/Nowhere, by: {command: x}}"
                        + "|pools.web.scale.zone: \"Asia/Nowhere\" is not a time zone: there is no"
                        + " such time zone",
                "health: tcp, scale: {max: 2, by: {command: x}, schedule: [{dates: [2026-02-30],"
                        + " members: 1}]}"
                        + "|pools.web.scale.schedule[0].dates[0]: \"2026-02-30\" is not a date:"
                        + " there is no such day",
                "health: tcp, scale: {max: 2, by: {command: x}, schedule: [{from: 8:00,"
                        + " members: 1}]}"
                        + "|pools.web.scale.schedule[0].from: \"8:00\" is not a time of the day;"
                        + " write for example 08:00, 23:30 or 24:00",
            })
    void aMistakeIsToldWithItsPlace(String pool, String problem) {
        assertThatThrownBy(() -> parse(pool, ""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{bind: ':53/udp', via: dns, names: {a.example: {pool: web}}}"
                        + "|in-flight: 1|scale: the load goes past it; use via: relay",
                "{bind: ':80', via: redirect, routes: [{pool: web}]}"
                        + "|in-flight: 1|scale: the load goes past it; use via: proxy",
                "{bind: ':80', via: relay, pool: web}|p95: 1s|a scale by p95: it sees connections",
                "{bind: '10.0.0.1:80', via: nat, pool: web}"
                        + "|p95: 1s|a scale by p95: it sees connections",
                "{bind: '10.0.0.1:80', via: direct, pool: web}"
                        + "|in-flight: 1|scale: directly routed or tunnelled packets",
            })
    void aWayThatDoesNotSeeTheLoadIsRefused(String listener, String target, String problem) {
        String pool = "health: tcp, scale: {max: 2, %s, by: {command: x}}".formatted(target);
        assertThatThrownBy(() -> parse(pool, "listeners: [" + listener + "]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("with " + problem);
    }

    @Test
    void aTimeOfTheScheduleMayGoOnIntoTheNextDay() {
        ScheduleConfig night =
                scale(
                                "max: 9, by: {command: x},"
                                        + " schedule: [{days: [fri], from: 22:00, to: 02:00,"
                                        + " members: 3}]")
                        .target()
                        .schedule()
                        .getFirst();
        ZonedDateTime friday =
                ZonedDateTime.of(2026, 11, 13, 22, 0, 0, 0, ZoneId.of("Asia/Shanghai"));
        assertThat(night.at(friday)).isTrue();
        assertThat(night.at(friday.minusMinutes(1))).isFalse();
        assertThat(night.at(friday.plusHours(3))).isTrue();
        assertThat(night.at(friday.plusHours(4))).isFalse();
        assertThat(night.at(friday.minusDays(1))).isFalse();
        assertThat(night.at(friday.minusHours(21))).isFalse();
    }
}

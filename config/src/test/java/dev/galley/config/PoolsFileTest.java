// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.bind.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolsFileTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("HOST", "10.0.0.9");

    private final Config own =
            Config.parse(
                    "galley.yaml",
                    """
                    pools:
                      web: {members: ["10.0.0.1:80"]}
                      kept: {members: ["10.0.0.2:80"]}
                    listeners: [{bind: ":8080", routes: [{pool: web}]}]
                    """,
                    Map.of());

    @Test
    void itsPoolsAreInThePlaceOfThoseOfTheirNamesAndTheRestStays() {
        Config whole =
                own.withPools("pools", "pools: {web: {members: [\"${HOST}:81\"]}}", ENVIRONMENT);
        assertThat(whole.pools().get("web").members())
                .extracting(MemberConfig::address)
                .containsExactly(new Address("10.0.0.9", 81));
        assertThat(whole.pools().get("kept")).isEqualTo(own.pools().get("kept"));
        assertThat(whole.listeners()).isEqualTo(own.listeners());
    }

    @Test
    void whatDoesNotFitTheRestOfTheFileIsRefusedWithItsPlace() {
        assertThatThrownBy(
                        () -> own.withPools("p.yaml", "pools: {web: {membres: [x]}}", ENVIRONMENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("p.yaml:1:15: pools.web: unknown key \"membres\"");
        assertThatThrownBy(() ->
                        own.withPools(
                                "p.yaml", "pools: {web: {members: [{module: page}]}}", ENVIRONMENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("p.yaml:1:");
        assertThatThrownBy(() -> own.withPools("p.yaml", "listeners: []", ENVIRONMENT))
                .hasMessageContaining("unknown key \"listeners\"");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.galley.config.bind.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(Config.schema());

    @Test
    void theSchemaIsOneOfDraft202012() throws IOException {
        String name = "/draft/2020-12/schema";
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            var draft = REGISTRY.getSchema(in);
            assertThat(draft.validate(Config.schema(), InputFormat.JSON)).isEmpty();
        }
    }

    @Test
    void everyExampleOfTheDocsIsValid() throws IOException {
        for (String yaml : ConfigurationDocTest.examples())
            assertThat(SCHEMA.validate(yaml, InputFormat.YAML)).as(yaml).isEmpty();
        assertThat(SCHEMA.validate(ConfigTest.WHOLE, InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dran: 5s",
                "drain: 5 sec",
                "drain: 30",
                "drain: [5s]",
                "admin: 9900",
                "admin: {bind: localhost}",
                "admin: {token: a b}",
                "pools: [web]",
                "pools: {a/b: {members: \"a:1\"}}",
                "pools: {web: {health: tcp, scale: {max: 3, in-flight: 0, by: kubernetes}}}",
                "pools: {web: {members: {address: \"a:1\"}}}",
                "pools: {web: {members: [{address: \"a:1\", weight: 1001}]}}",
                "pools: {web: {members: \"a:1\", policy: leastconnections}}",
                "pools: {web: {members: \"a:1\", policy: {decay: 5s}}}",
                "pools: {web: {members: \"a:1\", policy: {type: random, decay: 5s}}}",
                "pools: {web: {members: \"a:1\", policy: {type: hash, key: cookie}}}",
                "pools: {web: {members: \"a:1\", health: {type: http, path: health}}}",
                "pools: {web: {members: \"a:1\", health: {type: http, expect: 2xx}}}",
                "pools: {web: {members: \"a:1\", proxy-protocol: v3}}",
                "pools: {web: {members: \"a:1\", retry: 11}}",
                "pools: {web: {members: \"a:1\", timeout: 5s}}",
                "listeners: {bind: \":80\"}",
                "listeners: [{routes: [{pool: web}]}]",
                "listeners: [{bind: \":80\", via: relays, routes: [{pool: web}]}]",
                "listeners: [{bind: \":80\", routes: [{redirect: example.com}]}]",
                "listeners: [{bind: \":80\", routes: [{redirect: \"/${user}\"}]}]",
                "listeners: [{bind: \":80\", routes: [{respond: {headers: {\"a b\": c}}}]}]",
                "listeners: [{bind: \":80\", trusted: localhost, routes: [{respond: x}]}]",
            })
    void theSchemaRefusesWhatTheBinderRefuses(String yaml) {
        assertThat(SCHEMA.validate(yaml, InputFormat.YAML)).isNotEmpty();
        assertThatThrownBy(() -> Config.parse("f", yaml, Map.of()))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void aKeyCarriesItsMeaningDefaultAndLimits() {
        assertThat(Config.schema())
                .contains("\"description\": \"Time between checks. (10ms to 1d)\"")
                .contains("\"default\": \"X-Load\"", "\"default\": 1024", "\"default\": \"-\"")
                .contains("\"minimum\": 0", "\"maximum\": 1000");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.galley.config.Address;
import dev.galley.config.AdminConfig;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class OpenApiTest {
    private static Raw ask(String method, String target) throws IOException {
        var config = new AdminConfig(new Address("127.0.0.1", 0), null);
        try (AdminServer server = AdminServer.bind(config, new Shop())) {
            server.serve();
            String line = method + " " + target + " HTTP/1.1";
            return Raw.ask(server.address(), "", line, "Host: 127.0.0.1");
        }
    }

    private static JsonNode document() throws IOException {
        return Json.parse(ask("GET", "/v1/openapi.json").body());
    }

    @Test
    void itDescribesTheRoutesThatThereAreAndNoOthers() throws IOException {
        Set<String> described =
                document().path("paths").properties().stream()
                        .flatMap(p -> operations(p.getKey(), p.getValue()))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> real =
                new Api(new Shop())
                        .routes().stream()
                                .map(r -> r.method() + " " + r.template())
                                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isEqualTo(real);
    }

    private static Stream<String> operations(String path, JsonNode item) {
        return item.propertyNames().stream().map(m -> m.toUpperCase(Locale.ROOT) + " " + path);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Status.class,
                AppStatus.class,
                AppStatus.ModuleStatus.class,
                AppStatus.MethodStatus.class,
                ModuleScale.class,
                ClusterStatus.class,
                ClusterStatus.NodeStatus.class,
                ClusterStatus.PlacedStatus.class,
                ClusterStatus.StintStatus.class,
                ClusterPools.class,
                ClusterPools.PoolsVersion.class,
                UpgradeStatus.class,
                UpgradeStatus.ProcessStatus.class,
                Reload.class,
                ListenerStatus.class,
                RouteStatus.class,
                PoolStatus.class,
                SessionTotals.class,
                SharedTotals.class,
                Sessions.class,
                Sessions.PoolSessions.class,
                Sessions.SessionStatus.class,
                MemberStatus.class,
                VirtualAddressStatus.class,
                Totals.class,
                Durations.class,
                Explanation.class,
                Explanation.Candidate.class,
                Floods.class,
                Floods.Kept.class,
                DenyList.class,
                DenyList.DeniedSource.class,
                DenyList.Changed.class,
                Problem.class
            })
    void itsSchemasHaveTheFieldsOfTheRecords(Class<?> record) throws IOException {
        JsonNode schema = document().path("components").path("schemas");
        Set<String> fields =
                Arrays.stream(record.getRecordComponents())
                        .map(RecordComponent::getName)
                        .collect(Collectors.toSet());
        assertThat(schema.path(record.getSimpleName()).path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(fields);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/status, Status",
        "GET, /v1/pools/web, PoolStatus",
        "GET, /v1/pools/nope, Problem",
        "POST, /v1/reload, Reload",
        "DELETE, /v1/cluster/upgrade, Problem",
        "GET, /v1/sessions?pool=web&offset=3&limit=10000, Sessions",
        "GET, /v1/sessions?limit=10001, Problem",
        "GET, /v1/sessions?offset=-1, Problem",
        "GET, /v1/pools/web/explain, Explanation",
        "GET, /v1/deny?limit=100000, DenyList",
        "GET, /v1/deny?limit=100001, Problem",
        "DELETE, /v1/deny/10.0.0.0%2F8, Changed",
        "DELETE, /v1/deny/me, Problem",
        "POST, /v1/pools/web/members/10.0.0.1:80/drain, MemberStatus"
    })
    void answersKeepTheirSchemas(String method, String target, String schema) throws IOException {
        ObjectNode document = (ObjectNode) document();
        document.put("$ref", "#/components/schemas/" + schema);
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        JsonNode answer = Json.parse(ask(method, target).body());
        assertThat(registry.getSchema(document).validate(answer)).isEmpty();
    }
}

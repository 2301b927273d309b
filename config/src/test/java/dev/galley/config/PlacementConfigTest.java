// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.bind.ConfigException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementConfigTest {
    private static final String CLUSTER =
            "cluster: {name: shop, node: n1, bind: \"127.0.0.1:7800\"}\n";

    private static AppConfig.Module module(String said) {
        String yaml = CLUSTER + "app: {classpath: a.jar, modules: {users: %s}}".formatted(said);
        AppConfig app = Config.parse("galley.yaml", yaml, Map.of()).app();
        return Objects.requireNonNull(Objects.requireNonNull(app).modules().get("users"), "users");
    }

    @Test
    void aNumberOfReplicasIsTheLeastAndTheMost() {
        assertThat(module("{replicas: 3}").replicas()).isEqualTo(new AppConfig.Replicas(3, null));
        assertThat(module("{replicas: {min: 2, max: 10}}").replicas())
                .isEqualTo(new AppConfig.Replicas(2, 10));
    }

    @Test
    void aModuleIsScaledByTheTargetsOfAPool() {
        AppConfig.Module carts = module("{replicas: {min: 2, max: 10}, scale: {in-flight: 32}}");
        TargetConfig scale = Objects.requireNonNull(carts.scale());
        assertThat(scale.inFlight()).isEqualTo(32);
        assertThat(scale.interval()).hasSeconds(5);
    }

    @Test
    void whatIsNotSaidIsEverywhereAndSpreadOverZones() {
        AppConfig.Module module = module("{on: {zone: a}, apart: disk}");
        assertThat(module.replicas()).isNull();
        assertThat(module.on()).containsExactly(Map.entry("zone", "a"));
        assertThat(module.apart()).isEqualTo("disk");
        assertThat(module.spread()).isEqualTo("zone");
        assertThat(module.singleton()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {replicas: 2, singleton: true} | singleton: is replicas: 1 and more; drop one
                    {replicas: {min: 3, max: 2}}   | max: 2 is below min 3
                    {scale: {in-flight: 9}}        | users.scale: needs replicas with a max above min
                    {replicas: 2, scale: {in-flight: 9}} | users.scale: needs replicas with a max above min
                    {replicas: {min: 2, max: 2}, scale: {in-flight: 9}} | users.scale: needs replicas with a max above min
                    {replicas: {min: 0, max: 2}, scale: {in-flight: 9}} | users.scale: needs replicas.min above 0
                    {singleton: true, scale: {in-flight: 9}} | users.scale: is for modules that may run more than once
                    {replicas: {min: 1, max: 2}, scale: {}} | users.scale: needs a target: in-flight, requests
                    {replicas: {min: 1, max: 2}, scale: {schedule: [{members: 3}]}} | users.scale.schedule: has 3 members, above max, 2
                    """)
    void whatContradictsItselfIsRefused(String said, String sentence) {
        assertThatThrownBy(() -> module(said))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    modules: {users: {replicas: 2}} | app.modules.users: says where it is to run, which takes a cluster
                    modules: {users: {replicas: {min: 1, max: 2}, scale: {in-flight: 9}}} | app.modules.users.scale: takes a cluster
                    modules: {users: {singleton: true}} | app.modules.users: says where it is to run, which takes a cluster
                    nodes: {n1: "127.0.0.1:1"}}, pools: {p: {members: [{module: page}]} | pools.p.members[0].module: where a module serves is known in one process or a cluster
                    """)
    void withoutAClusterTheFileSaysWhoRunsWhat(String app, String sentence) {
        assertThatThrownBy(() ->
                        Config.parse(
                                "galley.yaml", "{app: {classpath: a.jar, " + app + "}}", Map.of()))
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nodes: {n1: "127.0.0.1:1"}   | app.nodes: the nodes of a cluster are not listed
                    secret: 0123456789abcdef     | app.secret: in a cluster it is cluster.secret
                    """)
    void inAClusterTheAppDoesNotSayWhatTheClusterSays(String app, String sentence) {
        String yaml = CLUSTER + "app: {classpath: a.jar, %s}".formatted(app);
        assertThatThrownBy(() -> Config.parse("galley.yaml", yaml, Map.of()))
                .hasMessageContaining(sentence);
    }

    @Test
    void aMemberThatIsAModuleNeedsAnApp() {
        String yaml = "pools: {p: {members: [{module: page}]}}";
        assertThatThrownBy(() -> Config.parse("galley.yaml", yaml, Map.of()))
                .hasMessageContaining("where a module serves is not known without an app");
        Config good = Config.parse("galley.yaml", "app: {classpath: a.jar}\n" + yaml, Map.of());
        assertThat(Objects.requireNonNull(good.pools().get("p")).members())
                .containsExactly(MemberConfig.of("page"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {module: page, dns: web}        | needs one of address, dns and module
                    {module: page, port: 80}        | port: goes with dns
                    {module: page, public: "http://a"} | public: goes with an address
                    """)
    void aModuleStandsInPlaceOfAnAddress(String member, String sentence) {
        String yaml = "{app: {classpath: a.jar}, pools: {p: {members: [%s]}}}".formatted(member);
        assertThatThrownBy(() -> Config.parse("galley.yaml", yaml, Map.of()))
                .hasMessageContaining(sentence);
    }

    @Test
    void aNodeOfAClusterBeginsWithoutModules() {
        AppConfig said =
                Objects.requireNonNull(
                        Config.parse("galley.yaml", "app: {classpath: a.jar}", Map.of()).app());
        AppConfig own = said.within("n1", new Address("127.0.0.1", 7800), null, null);
        assertThat(own.node()).isEqualTo("n1");
        assertThat(Objects.requireNonNull(own.nodes().get("n1")).runs("users")).isFalse();
    }
}

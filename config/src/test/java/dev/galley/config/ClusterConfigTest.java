// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.bind.ConfigException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {
    private static final String THREE =
            """
            name: shop
            peers: ["10.0.0.11:7800", "10.0.0.12:7800", "10.0.0.13:7800"]
            secret: a-secret-for-tests-only
            """;

    private static ClusterConfig parse(String words) {
        String yaml = "cluster:\n" + words.indent(2);
        return Objects.requireNonNull(Config.parse("galley.yaml", yaml, Map.of()).cluster());
    }

    private static void refused(String words, String why) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theCommandLineTheFileAndTheEnvironmentSayWhichNodeThisIsInThisOrder() {
        ClusterConfig silent = parse(THREE);
        Map<String, String> env = Map.of("GALLEY_NODE", "n3");
        assertThat(parse(THREE + "node: n2").nodeOf("n1", env)).isEqualTo("n1");
        assertThat(parse(THREE + "node: n2").nodeOf(null, env)).isEqualTo("n2");
        assertThat(silent.nodeOf(null, env)).isEqualTo("n3");
        assertThatThrownBy(() -> silent.nodeOf(null, Map.of()))
                .hasMessage("which node is this? write --node NAME, or set GALLEY_NODE");
        assertThatThrownBy(() -> silent.nodeOf("a/b", Map.of()))
                .hasMessage("\"a/b\" is no name of a node; write for example n1");
    }

    @Test
    void withoutBindItIsTheOnePeerWithAnAddressOfThisMachine() {
        ClusterConfig config = parse(THREE);
        assertThat(config.bindOf(address -> address.getHostAddress().equals("10.0.0.12")))
                .isEqualTo(new Address("10.0.0.12", 7800));
        assertThatThrownBy(() -> config.bindOf(_ -> false))
                .hasMessage("cluster.bind is missing, and no peer has an address of this machine");
        assertThatThrownBy(() -> config.bindOf(_ -> true))
                .hasMessageContaining("are all of this machine");
    }

    @Test
    void aNodeWithoutPeersCarriesTheCoordinationAlone() {
        ClusterConfig alone = parse("name: shop\nbind: 127.0.0.1:7800");
        Address self = alone.bindOf(_ -> false);
        assertThat(alone.carriers(self)).containsExactly(self);
        assertThat(parse(THREE).carriers(self)).hasSize(3).doesNotContain(self);
    }

    @Test
    void beyondLoopbackNodesMustProveWhoTheyAre() {
        refused(
                "name: shop\nbind: 10.0.0.11:7800",
                "cluster.bind: is not loopback; that demands a secret, or tls");
        refused("name: shop\nbind: 127.0.0.1:7800\npeers: [\"10.0.0.11:7800\"]", "is not loopback");
        refused(THREE.replace("a-secret-for-tests-only", "short"), "16 characters or more");
        refused(
                THREE + "tls: {cert: a, key: b, ca: c, mutual: false}",
                "must be true: nodes know each other by their certificates");
    }

    @Test
    void aNodeHasAHostAndAPortWithFiveMoreAboveIt() {
        refused("name: shop\nbind: \"127.0.0.1:65531\"", "a port of 1 to 65530");
        refused("name: shop\nbind: \":7800\"", "cluster.bind: must have a host");
        refused("name: shop", "missing key \"bind\"");
        refused(THREE.replace(".13:", ".12:"), "has a node twice");
    }

    private static CoordinationConfig coordination(String value) {
        return Objects.requireNonNull(parse(THREE + "coordination: " + value).coordination());
    }

    @Test
    void anEnsembleOfTheUsersIsNamedByItsServersAndNeedsASecret() {
        assertThat(coordination("\"zk1:2181,[::1]:2181\"").servers())
                .hasToString("zk1:2181,[::1]:2181");
        refused(THREE + "coordination: \"zk1\"", "zk1:2181,zk2:2181,zk3:2181");
        refused(
                "name: shop\nbind: 127.0.0.1:7800\ncoordination: \"zk1:2181\"",
                "cluster.coordination: needs a secret: the ensemble knows nodes by that");
    }

    @Test
    void anEnsembleOfTheUsersIsReachedByTlsWithACertificateOfTheNodesOrWithout() {
        String servers = "{servers: \"zk1:2281\", tls: ";
        assertThat(coordination(servers + "{ca: ca.pem}}").tls())
                .isEqualTo(new CoordinationConfig.Tls("ca.pem", null, null));
        assertThat(coordination(servers + "{ca: ca.pem, cert: n1.pem, key: n1.key}}").tls())
                .isEqualTo(new CoordinationConfig.Tls("ca.pem", "n1.pem", "n1.key"));
        refused(
                THREE + "coordination: " + servers + "{ca: ca.pem, cert: n1.pem}}",
                "cluster.coordination.tls.cert: needs its key as well");
        refused(
                THREE + "coordination: " + servers + "{ca: ca.pem, key: n1.key}}",
                "cluster.coordination.tls.key: needs its cert as well");
    }

    private static Config config(String coordination) {
        String yaml = "cluster:\n" + (THREE + "coordination: " + coordination).indent(2);
        return Config.parse("galley.yaml", yaml, Map.of());
    }

    @Test
    void anEnsembleBeyondThisMachineWithoutTlsIsWarnedOf() {
        assertThat(config("\"zk1:2181\"").warnings(Instant.EPOCH))
                .containsExactly(
                        "cluster.coordination has no tls: whoever listens on the way to zk1:2181"
                                + " learns what lets nodes in");
        assertThat(config("\"127.0.0.1:2181,[::1]:2181\"").warnings(Instant.EPOCH)).isEmpty();
        assertThat(config("{servers: \"zk1:2281\", tls: {ca: no.pem}}").warnings(Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void filesForTlsWithAnEnsembleAreLookedInto() {
        String files = "{servers: \"zk1:2281\", tls: {ca: no.pem, cert: n1.pem, key: n1.key}}";
        assertThat(TlsFiles.faults(config(files)))
                .satisfiesExactly(
                        ca ->
                                assertThat(ca)
                                        .startsWith("cluster.coordination.tls.ca there is no file"),
                        own ->
                                assertThat(own)
                                        .startsWith("cluster.coordination.tls there is no file"));
    }
}

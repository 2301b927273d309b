// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.galley.config.bind.ConfigException;
import dev.galley.config.bind.Problem;
import dev.galley.config.bind.Section;
import dev.galley.user.Everything;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppConfigTest {
    private static final String NODES =
            """
            app:
              classpath: [FOLDER]
              nodes:
                n1: {bind: "127.0.0.1:7801", modules: [users]}
                n2: "127.0.0.1:7802"
              modules:
                users: {config: {url: "${URL:-here}", most: 3}}
            """;

    private static final String EDGES =
            """
            listeners:
              - {bind: "127.0.0.1:1", on: n1, routes: [{respond: x}]}
              - {bind: "127.0.0.1:2", on: n2, routes: [{respond: x}]}
              - {bind: "127.0.0.1:3", routes: [{respond: x}]}
            """;

    private static final String FORWARDED =
            """
            pools: {web: {members: ["10.0.0.11:80"]}}
            listeners:
              - {bind: "10.0.0.1:1", on: n1, via: nat, pool: web}
              - {bind: "10.0.0.1:2", on: n2, via: nat, pool: web}
              - {bind: "10.0.0.1:80", on: [n1, n2], via: direct, pool: web}
            """;

    @TempDir private Path folder;

    private static AppConfig parse(String yaml) {
        return Objects.requireNonNull(Config.parse("galley.yaml", yaml, Map.of()).app());
    }

    private List<String> faults(String yaml, String... modules) throws IOException {
        Path index = folder.resolve("META-INF/galley/modules");
        Files.createDirectories(index.getParent());
        Files.write(index, List.of(modules));
        Path file = folder.resolve("galley.yaml");
        Files.writeString(file, yaml.replace("FOLDER", folder.toString()));
        try {
            Config.load(file);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(p -> p.line() + ": " + p.message()).toList();
        }
    }

    @Test
    void aNodeWithoutModulesRunsAll() {
        AppConfig app = parse(NODES);
        assertThat(app.nodes().get("n1").runs("friends")).isFalse();
        assertThat(app.nodes().get("n2").runs("friends")).isTrue();
    }

    @Test
    void aNodeThatOnlyBalancesNeedsNoBind() {
        AppConfig app = parse(NODES.replace("n2: \"127.0.0.1:7802\"", "edge: {modules: []}"));
        assertThat(app.nodes().get("edge").runs("users")).isFalse();
        assertThat(app.nodesOf("users")).containsExactly("n1");
        assertThatThrownBy(() -> parse("app: {classpath: x, nodes: {n1: {modules: [a]}}}"))
                .hasMessage(
                        "galley.yaml:1:33: app.nodes.n1: missing key \"bind\": other nodes call its"
                                + " modules there; a node that runs none says modules: []");
    }

    @Test
    void aNodeHasTheListenersThatNameItAndThoseThatNameNone() {
        Config config = Config.parse("galley.yaml", NODES + EDGES, Map.of());
        assertThat(ports(config.at("n1"))).containsExactly(1, 3);
        assertThat(ports(config.at("n2"))).containsExactly(2, 3);
        assertThat(ports(config.at(null))).containsExactly(1, 2, 3);
        Config forwarded = Config.parse("galley.yaml", NODES + FORWARDED, Map.of());
        assertThat(ports(forwarded.at("n1"))).containsExactly(1, 80);
        assertThat(ports(forwarded.at("n2"))).containsExactly(2, 80);
    }

    private static List<Integer> ports(Config config) {
        return config.listeners().stream().map(l -> l.bind().address().port()).toList();
    }

    @Test
    void aListenerOnAnUnknownNodeIsAMistake() {
        String wrong = NODES + EDGES.replace("on: n2", "on: [n2, n3]");
        assertThatThrownBy(() -> Config.parse("galley.yaml", wrong, Map.of()))
                .hasMessage(
                        "galley.yaml:10:36: listeners[1].on[1]: \"n3\" is none of app.nodes;"
                                + " did you mean \"n1\"?");
        assertThatThrownBy(() -> Config.parse("galley.yaml", EDGES, Map.of()))
                .hasMessageContaining("listeners[0].on: \"n1\" is none of app.nodes");
    }

    @Test
    void onlyDifferentNodesListenOnTheSameAddress() {
        String apart = NODES + EDGES.replace(":2", ":1");
        assertThat(ports(Config.parse("galley.yaml", apart, Map.of()).at("n2")))
                .containsExactly(1, 3);
        String both = NODES + EDGES.replace(":3", ":2");
        assertThatThrownBy(() -> Config.parse("galley.yaml", both, Map.of()))
                .hasMessage(
                        "galley.yaml:11:12: listeners[2].bind: is that of listeners[1], and node n2"
                                + " opens both");
    }

    @Test
    void aNodeMayHaveAnAdminAddressOfItsOwn() {
        String nodes =
                NODES.replace("n2: \"127.0.0.1:7802\"", "n2: {modules: [], admin: \"ADDR\"}");
        Config config =
                Config.parse("galley.yaml", nodes.replace("ADDR", "127.0.0.1:9902"), Map.of());
        assertThat(config.at("n1").admin().bind()).hasToString("127.0.0.1:9900");
        assertThat(config.at("n2").admin().bind()).hasToString("127.0.0.1:9902");
        String open = nodes.replace("ADDR", "10.0.0.2:9900");
        assertThatThrownBy(() -> Config.parse("galley.yaml", open, Map.of()))
                .hasMessage(
                        "galley.yaml:5:30: app.nodes.n2.admin: 10.0.0.2:9900 is not loopback;"
                                + " that demands a token: admin: {token: ...} beside app, for all"
                                + " nodes");
        String guarded = open + "admin: {token: s3cret}\n";
        assertThat(Config.parse("galley.yaml", guarded, Map.of()).at("n2").admin())
                .isEqualTo(new AdminConfig(Address.parse("10.0.0.2:9900"), "s3cret"));
    }

    private static String pool(String words) {
        return "app: {classpath: x, modules: {users: {pool: {" + words + "}}}}";
    }

    @Test
    void thePoolOfAModuleIsThatOfItsNodesWithTheWordsOfPools() {
        List<Address> nodes = List.of(new Address("127.0.0.1", 1), new Address("127.0.0.1", 2));
        PoolConfig usual = parse(NODES).poolOf("users").of(nodes);
        assertThat(usual.policy()).isInstanceOf(PolicyConfig.LeastConnections.class);
        assertThat(usual.health().timing().interval()).isEqualTo(Duration.ofMillis(500));
        assertThat(usual.queue().timeout()).isEqualTo(Duration.ofSeconds(2));
        AppConfig said =
                parse(
                        pool(
                                "policy: round-robin, health: {interval: 1s}, retry: 0,"
                                        + " ejection: {failures: 0}, timeout: {answer: 5s},"
                                        + " queue: 0"));
        PoolConfig own = said.poolOf("users").of(nodes);
        assertThat(own.members()).extracting(MemberConfig::address).isEqualTo(nodes);
        assertThat(own.policy()).isInstanceOf(PolicyConfig.RoundRobin.class);
        assertThat(own.health().timing().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(own.ejection().failures()).isZero();
        assertThat(own.retry().attempts()).isZero();
        assertThat(own.timeout().answer()).isEqualTo(Duration.ofSeconds(5));
        assertThat(own.queue().size()).isZero();
        assertThat(said.poolOf("friends").of(nodes)).isEqualTo(usual);
    }

    @Test
    void whatMeansNothingForAModuleIsRefusedWithTheReason() {
        assertThatThrownBy(() -> parse(pool("members: \"10.0.0.1:80\"")))
                .hasMessage(
                        "galley.yaml:1:46: app.modules.users.pool: key \"members\" is of no use"
                                + " here: they are the nodes that run the module");
        assertThatThrownBy(() -> parse(pool("policy: least-load")))
                .hasMessageContaining("policy: least-load reads HTTP headers");
        assertThatThrownBy(() -> parse(pool("policy: {type: hash, key: url}")))
                .hasMessageContaining("header:NAME, an attribute of the call");
        assertThatThrownBy(() -> parse(pool("health: {type: http}")))
                .hasMessageContaining("\"type\" is of no use here: it is a connection, always");
        assertThatThrownBy(() -> parse(pool("polcy: random")))
                .hasMessageContaining("did you mean \"policy\"?");
    }

    @Test
    void theCommandLineSaysFirstWhichNodeThisIsThenTheFileThenTheEnvironment() {
        AppConfig silent = parse(NODES);
        AppConfig told = parse(NODES.replace("nodes:", "node: n2\n  nodes:"));
        Map<String, String> env = Map.of("GALLEY_NODE", "n1");
        assertThat(silent.nodeOf(null, env)).isEqualTo("n1");
        assertThat(told.nodeOf(null, env)).isEqualTo("n2");
        assertThat(told.nodeOf("n1", env)).isEqualTo("n1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> silent.nodeOf(null, Map.of()))
                .withMessage(
                        "which node is this? write --node NAME, or set GALLEY_NODE;"
                                + " there are: n1, n2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> silent.nodeOf("n3", Map.of()))
                .withMessage("\"n3\" is none of the nodes; did you mean \"n1\"?");
    }

    @Test
    void withoutNodesThereIsOneProcess() {
        assertThat(parse("app: {classpath: x}").nodeOf(null, Map.of("GALLEY_NODE", "n"))).isNull();
    }

    @Test
    void whatIsWrongWithNodesIsToldWithItsPlace() {
        assertThatThrownBy(() -> parse("app: {classpath: x, node: n3, nodes: {n1: \"[::1]:1\"}}"))
                .hasMessage(
                        "galley.yaml:1:27: app.node: \"n3\" is none of the nodes;"
                                + " did you mean \"n1\"?");
        assertThatThrownBy(() -> parse("app: {classpath: x, nodes: {n1: \"10.0.0.1:1\"}}"))
                .hasMessage(
                        "galley.yaml:1:33: app.nodes.n1: is not loopback;"
                                + " that demands a secret, or tls that is mutual");
        String tls = "tls: {cert: c, key: k, ca: a%s}, nodes: {n1: \"10.0.0.1:1\"}}";
        assertThat(parse("app: {classpath: x, " + tls.formatted("")).tls().mutual()).isTrue();
        assertThatThrownBy(() -> parse("app: {classpath: x, " + tls.formatted(", mutual: false")))
                .hasMessageContaining("that demands a secret, or tls that is mutual");
        assertThatThrownBy(() -> parse("app: {classpath: x, secret: abc}"))
                .hasMessage("galley.yaml:1:29: app.secret: must have 16 characters or more");
        assertThatThrownBy(() -> parse("app: {classpath: x, nodes: {n1: \":7801\"}}"))
                .hasMessageContaining("must have a host and a port above 0");
    }

    @Test
    void modulesThatAreNotThereAreFoundBeforeAnythingRuns() throws IOException {
        assertThat(faults(NODES, "users = a.Users", "friends = a.Friends")).isEmpty();
        assertThat(faults(NODES.replace("[users]", "[usres]"), "users = a.Users"))
                .containsExactly(
                        "4: the module \"usres\" is not in the class path;"
                                + " did you mean \"users\"?");
        assertThat(faults(NODES.replace("    users:", "    friends:"), "users = a.Users"))
                .containsExactly(
                        "7: the module \"friends\" is not in the class path; there are: users");
    }

    @Test
    void aModuleOnNoNodeIsAMistake() throws IOException {
        String only = NODES.replace("n2: \"127.0.0.1:7802\"", "");
        assertThat(faults(only, "users = a.Users", "friends = a.Friends"))
                .containsExactly("4: leaves out the module friends: put it on a node");
    }

    @Test
    void aClassPathWithoutModulesIsAMistake() throws IOException {
        assertThat(faults("app: {classpath: FOLDER}"))
                .singleElement()
                .asString()
                .startsWith("1: has no modules in it");
        assertThat(faults("app: {classpath: /nowhere.jar}"))
                .containsExactly("1: cannot be read: there is no such file or folder");
    }

    @Test
    void theConfigurationOfAModuleIsReadWhenItsRecordIsKnown() {
        Section section = section(NODES);
        assertThat(section.bind(dev.galley.user.Store.class))
                .isEqualTo(new dev.galley.user.Store("here", 3, List.of(), null));
        Section wrong = section(NODES.replace("most: 3", "mots: 3"));
        List<Problem> problems =
                catchThrowableOfType(
                                ConfigException.class,
                                () -> wrong.bind(dev.galley.user.Store.class))
                        .problems();
        assertThat(problems)
                .extracting(Problem::toString)
                .containsExactly(
                        "galley.yaml:7:21: app.modules.users.config: missing key \"most\"",
                        "galley.yaml:7:43: app.modules.users.config: unknown key \"mots\";"
                                + " did you mean \"most\"?");
    }

    @Test
    void aConfigurationThatIsNotThereLacksWhatItMustHave() {
        Section absent = Section.absent("galley.yaml", "app.modules.users.config");
        assertThatThrownBy(() -> absent.bind(dev.galley.user.Store.class))
                .hasMessageContaining("galley.yaml: app.modules.users.config: missing key \"url\"");
    }

    @Test
    void aConfigurationCanHaveAllThatTheFileHasAWayToWrite() {
        String yaml =
                """
                app:
                  classpath: x
                  modules:
                    users:
                      config:
                        text: a
                        number: 1
                        whole: -5000000000
                        share: 0.25
                        yes: true
                        time: 5s
                        folder: data/users
                        size: 64KiB
                        most: 7
                        steps: [1, -2.5]
                        roots: {a: /srv/a}
                        store: {url: here, most: 3}
                """;
        assertThat(section(yaml).bind(Everything.class))
                .isEqualTo(
                        new Everything(
                                "a",
                                1,
                                -5_000_000_000L,
                                0.25,
                                true,
                                Duration.ofSeconds(5),
                                Path.of("data/users"),
                                Size.parse("64KiB"),
                                Optional.of(7L),
                                Optional.empty(),
                                List.of(1.0, -2.5),
                                Map.of("a", Path.of("/srv/a")),
                                new dev.galley.user.Store("here", 3, List.of(), null)));
        Section wrong = section(yaml.replace("share: 0.25", "share: much"));
        assertThatThrownBy(() -> wrong.bind(Everything.class))
                .hasMessage(
                        "galley.yaml:9:16: app.modules.users.config.share: \"much\" is not a"
                                + " number; write for example 0.5 or -3");
    }

    @Test
    void twoReadingsOfOneFileAreEqual() {
        assertThat(parse(NODES)).isEqualTo(parse(NODES));
        assertThat(section(NODES)).isNotEqualTo(section(NODES.replace("most: 3", "most: 4")));
    }

    private static Section section(String yaml) {
        return Objects.requireNonNull(parse(yaml).modules().get("users").config());
    }
}

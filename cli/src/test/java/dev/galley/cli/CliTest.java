// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.AppConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private boolean colour;
    private Mode told;
    private List<String> classes = List.of();
    private Shop shop;

    @BeforeEach
    void start() throws IOException {
        shop = new Shop(null);
        environment.put("GALLEY_ADMIN", shop.at());
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    private int galley(String... arguments) {
        AtomicInteger pauses = new AtomicInteger();
        var terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        colour,
                        environment,
                        _ -> pauses.getAndIncrement() < 1);
        return Cli.execute(terminal, new Lengths(), arguments);
    }

    /// Its exit code is the length of the file's name.
    private final List<String> certified = new ArrayList<>();

    private final class Lengths implements Runner {
        @Override
        public int run(Path file, Mode mode) {
            told = mode;
            return file.toString().length();
        }

        @Override
        public List<String> check(Path file, AppConfig app) {
            return classes;
        }

        @Override
        public void certify(Path folder, String cluster, String node, List<String> hosts) {
            certified.add(folder + " " + cluster + " " + node + " " + hosts);
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = CliTest.class.getResourceAsStream(name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void clusterInitCertifiesEachNodeForItsHosts() {
        assertThat(galley("cluster", "init", "shop", "n1=10.0.0.11", "n2=10.0.0.12,n2.example"))
                .isZero();
        assertThat(certified)
                .containsExactly(
                        "certificates shop n1 [10.0.0.11]",
                        "certificates shop n2 [10.0.0.12, n2.example]");
        assertThat(out()).contains("certificates/n1.pem, certificates/n1.key: node n1");
        assertThat(galley("cluster", "init", "shop", "n1=a b")).isOne();
        assertThat(err()).contains("a b is no host; write n1=10.0.0.11");
    }

    @Test
    void clusterInitMakesNothingIfOneOfTheNamesIsNone() {
        assertThat(galley("cluster", "init", "shop", "n1=10.0.0.11", "n2=a b")).isOne();
        assertThat(galley("cluster", "init", "a,b", "n1=10.0.0.11")).isOne();
        assertThat(err()).contains("\"a,b\" is no name of a cluster; write for example shop");
        assertThat(galley("cluster", "init", "shop", "ca=10.0.0.11")).isOne();
        assertThat(err()).contains("\"ca\" is no name of a node");
        assertThat(certified).isEmpty();
        assertThat(galley("cluster", "init", "shop", "n1=::1")).isZero();
    }

    @Test
    void statusShowsListenersPoolsAndMembersInColumns() throws IOException {
        assertThat(galley("status")).isZero();
        assertThat(out().replaceAll("for \\d+ d \\d+ h", "for TIME")).isEqualTo(golden("status"));
    }

    @Test
    void sessionsAreShownByPool() {
        assertThat(galley("sessions")).isZero();
        assertThat(out().lines())
                .containsExactly(
                        "pool web: table, 7 of 100 sessions, 4 displaced",
                        "not shared: no answer",
                        "session            member           idle",
                        "#0123456789abcdef  10.0.0.1:80       0 s",
                        "192.0.2.7          10.0.0.2:80  1 m 15 s",
                        "5 more: galley sessions web --offset 2",
                        "",
                        "pool shop: cookie, the clients carry it");
        assertThat(galley("sessions", "wbe")).isEqualTo(1);
        assertThat(err()).contains("no pool named wbe: there are web");
        assertThat(galley("sessions", "--limit", "10001")).isEqualTo(1);
        assertThat(err()).contains("limit must be a whole number in 0..10000");
    }

    @Test
    void topShowsRatesAndEndsWithThePipe() {
        assertThat(galley("top")).isZero();
        assertThat(out().lines().filter(l -> l.startsWith("127.0.0.1:8080")))
                .containsExactly(
                        "127.0.0.1:8080      0      0          1            4    -    -",
                        "127.0.0.1:8080         0       0              0             0          0",
                        "127.0.0.1:8080    100      0          1            4  0.56 ms  90 ms",
                        "127.0.0.1:8080         0       0              0             0          0");
        assertThat(out()).contains("req/s", "denied/s").doesNotContain("\u001b");
    }

    @Test
    void coloursComeOnlyWhereTheyAreWelcome() {
        galley("status");
        assertThat(out()).doesNotContain("\u001b");
        colour = true;
        galley("status");
        assertThat(out()).contains("\u001b[31mdown\u001b[0m ").contains("\u001b[32mup\u001b[0m ");
    }

    @Test
    void aRefusedFileIsShownAboveTheTables() {
        shop.breakFile("galley.yaml:3:5: pools.web.polcy: unknown key");
        galley("status");
        assertThat(out())
                .containsSubsequence("the file was refused", "  galley.yaml:3:5: pools.web.polcy");
    }

    @Test
    void jsonIsWhatTheApiGives() {
        assertThat(galley("status", "--json")).isZero();
        assertThat(Admin.parse(out()).at("/pools/0/members/1/reason").asString())
                .isEqualTo("refused");
    }

    @Test
    void aMemberIsDrainedEnabledAndWeighed() {
        assertThat(galley("drain", "web", "10.0.0.1:80")).isZero();
        assertThat(galley("weight", "web", "10.0.0.1:80", "7")).isZero();
        assertThat(galley("enable", "web", "10.0.0.1:80")).isZero();
        assertThat(out().lines())
                .containsExactly(
                        "10.0.0.1:80: draining, weight 1, 0 in flight",
                        "10.0.0.1:80: draining, weight 7, 0 in flight",
                        "10.0.0.1:80: up, weight 7, 0 in flight");
    }

    @Test
    void sourcesAreDeniedAllowedAndShown(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("list");
        Files.writeString(file, "# known ones\n10.0.0.1 # scans\n\nfd00::/8\n");
        assertThat(galley("deny", "10.9.9.9", "--from", file.toString(), "--for=10m")).isZero();
        assertThat(galley("deny")).isZero();
        assertThat(galley("allow", "10.0.0.1", "10.0.0.0/8")).isZero();
        assertThat(out())
                .isEqualTo(
                        """
                        3 sources denied, 6 denied in all
                        denied           for
                        10.0.0.0/8      ever
                        fd00::1     1 m 15 s
                        1 more
                        10.0.0.1: 1 source allowed, 2 denied in all
                        10.0.0.0/8: 0 sources allowed, 2 denied in all
                        """);
    }

    @Test
    void whatIsNoTimeOrNoSourceIsExplained() {
        assertThat(galley("deny", "10.0.0.1", "--for=soon")).isEqualTo(1);
        assertThat(galley("deny", "me", "--for=1m")).isEqualTo(1);
        assertThat(galley("deny", "10.0.0.1")).isEqualTo(1);
        assertThat(err().lines())
                .containsExactly(
                        "galley: --for: soon is no duration, such as 250ms, 5s or 1m30s",
                        "galley: \"me\" is no address or range, such as 10.0.0.1 or fd00::/8",
                        "galley: no listener has flood: {deny: true}");
    }

    @Test
    void doctorLooksAtThisMachineForAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("galley.yaml");
        Files.writeString(file, "pools: {web: {members: [\"127.0.0.1:1\"]}}\n");
        assertThat(galley("doctor", file.toString(), "--json")).isZero();
        assertThat(Admin.parse(out()).at("/healthy").asBoolean(false)).isTrue();
        Files.writeString(file, "pols: {}\n");
        assertThat(galley("doctor", file.toString())).isEqualTo(1);
        assertThat(err()).contains(file + ":1:1: ");
    }

    @Test
    void whatTheServerRefusesEndsWith1AndItsReason() {
        assertThat(galley("drain", "wep", "10.0.0.1:80")).isEqualTo(1);
        assertThat(galley("weight", "web", "10.0.0.1:80", "1001")).isEqualTo(1);
        assertThat(err().lines())
                .containsExactly(
                        "galley: no pool named wep: there are web",
                        "galley: weight must be a whole number in 0..1000");
    }

    @Test
    void reloadTellsEveryErrorOfTheFile() {
        assertThat(galley("reload")).isZero();
        assertThat(out()).isEqualTo("reloaded: the file serves\n");
        shop.breakFile("galley.yaml:3:5: one", "galley.yaml:9:1: two");
        assertThat(galley("reload")).isEqualTo(1);
        assertThat(err())
                .isEqualTo(
                        """
                        galley: galley.yaml has 2 errors
                        galley.yaml:3:5: one
                        galley.yaml:9:1: two
                        """);
    }

    @Test
    void explainTellsWhoWouldServeAndWhy() throws IOException {
        int code =
                galley(
                        "explain",
                        "web",
                        "--url=/a?b=c&d=é",
                        "--source=10.1.1.1",
                        "--header=X-A: 1",
                        "--header=X-B:2");
        assertThat(code).isZero();
        assertThat(out()).isEqualTo(golden("explain"));
    }

    @Test
    void whereNothingAnswersTheNextStepIsTold() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(galley("status", "--admin", "127.0.0.1:" + free)).isEqualTo(1);
        assertThat(err())
                .isEqualTo(
                        "galley: no answer at 127.0.0.1:%d: is galley running? ".formatted(free)
                                + "start it with: galley run FILE\n");
    }

    @Test
    void theTokenComesFromTheOptionOrTheEnvironment() throws IOException {
        try (Shop guarded = new Shop("s3cret")) {
            environment.put("GALLEY_ADMIN", guarded.at());
            assertThat(galley("status")).isEqualTo(1);
            assertThat(err()).contains("demands a token: give --token, or set GALLEY_TOKEN");
            assertThat(galley("status", "--token=s3cret")).isZero();
            environment.put("GALLEY_TOKEN", "s3cret");
            assertThat(galley("status")).isZero();
        }
    }

    @Test
    void wrongUsageEndsWith2() {
        assertThat(galley("statsu")).isEqualTo(2);
        assertThat(err()).contains("Did you mean").contains("status");
        assertThat(galley("drain")).isEqualTo(2);
        assertThat(galley("weight", "web", "10.0.0.1:80", "much")).isEqualTo(2);
        assertThat(galley("status", "--nonsense")).isEqualTo(2);
    }

    @Test
    void whatIsForAClusterIsRefusedWithoutOne() {
        for (String[] command :
                List.of(
                        new String[] {"drain", "n1"},
                        new String[] {"enable", "n1"},
                        new String[] {"scale", "orders", "3"},
                        new String[] {"cluster"})) {
            assertThat(galley(command)).isEqualTo(1);
            assertThat(err()).contains("this process is in no cluster");
        }
    }

    @Test
    void anAddressThatIsNoneIsExplained() {
        assertThat(galley("status", "--admin", "not an address")).isEqualTo(1);
        assertThat(err()).contains("--admin must be HOST:PORT");
    }

    @Test
    void checkTellsEveryProblemOfAFileByItsLine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("galley.yaml");
        Files.writeString(file, "pools: {web: {members: [\"127.0.0.1:1\"]}}\n");
        assertThat(galley("check", file.toString())).isZero();
        assertThat(out()).isEqualTo(file + " is good: 0 listeners, 1 pool, 1 member\n");
        Files.writeString(file, "pols: {}\ndrain: soon\n");
        assertThat(galley("check", file.toString())).isEqualTo(1);
        assertThat(err().lines())
                .satisfiesExactly(
                        l -> assertThat(l).startsWith(file + ":1:1: "),
                        l -> assertThat(l).startsWith(file + ":2:8: "));
    }

    @Test
    void schemaPrintsTheSchemaOfTheFile() {
        assertThat(galley("schema")).isZero();
        assertThat(Admin.parse(out()).at("/properties/pools").isObject()).isTrue();
    }

    @Test
    void runIsGivenTheFileAndGivesItsExitCode() {
        assertThat(galley("run", "1234567")).isEqualTo(7);
        assertThat(galley("run")).isEqualTo(2);
    }

    @Test
    void runIsToldWhichNodeItIsAndHowParanoid() {
        galley("run", "galley.yaml");
        assertThat(told).isEqualTo(Mode.PLAIN);
        galley("run", "--node", "n1", "galley.yaml");
        assertThat(told).isEqualTo(new Mode("n1", null));
        galley("run", "galley.yaml", "--paranoid");
        assertThat(told).isEqualTo(new Mode(null, 1L));
        galley("run", "--node=n2", "--paranoid=77", "galley.yaml");
        assertThat(told).isEqualTo(new Mode("n2", 77L));
        assertThat(galley("run", "--paranoid=much", "galley.yaml")).isEqualTo(2);
        assertThat(galley("run", "galley.yaml", "--node")).isEqualTo(2);
    }

    @Test
    void checkTellsWhatIsWrongWithTheProgram(@TempDir Path folder) throws IOException {
        Path index = folder.resolve("META-INF/galley/modules");
        Files.createDirectories(index.getParent());
        Files.writeString(index, "users = a.Users\n");
        Path file = folder.resolve("galley.yaml");
        Files.writeString(file, "app: {classpath: %s}\n".formatted(folder));
        assertThat(galley("check", file.toString())).isZero();
        classes = List.of("the module users cannot be loaded");
        assertThat(galley("check", file.toString())).isEqualTo(1);
        assertThat(err()).isEqualTo("the module users cannot be loaded\n");
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(galley()).isZero();
        assertThat(out())
                .contains("run", "reload", "status", "top", "drain", "enable", "weight")
                .contains("explain", "version");
    }
}

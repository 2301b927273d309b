// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.cli.Cli;
import dev.galley.cli.Mode;
import dev.galley.cli.Runner;
import dev.galley.cli.Terminal;
import dev.galley.config.AppConfig;
import dev.galley.server.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes that are upgraded by one command, under load through a balancer before them; to
/// versions that are good, and to others.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class UpgradeTest {
    private static final String WORKS = "return ProcessHandle.current().pid();";
    private static final int ASKERS = 3;
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\"");

    @TempDir private static Path folder;
    private static Fleet fleet;

    /// What a supervisor starts the nodes from: a link.
    private static Path jar;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @BeforeAll
    @Timeout(300)
    static void start() throws IOException {
        jar = folder.resolve("galley.jar");
        Files.createSymbolicLink(jar, galleyJar("1.0"));
        fleet = new Fleet(folder, Release.of(folder.resolve("v1")), jar);
        fleet.startFront("front", "type: tcp");
        fleet.settles();
    }

    @AfterAll
    static void end() {
        if (fleet != null) fleet.close();
    }

    private static Path galleyJar(String version) throws IOException {
        return GalleyJar.of(folder.resolve("galley-" + version + ".jar"), version, Main.class);
    }

    /// A file for another version of the program.
    private static Path release(String name, String... changes) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, fleet.file(Release.of(folder.resolve(name), changes)));
        return file;
    }

    private int galley(String... arguments) {
        PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        String admin = fleet.adminOf("n2").replace("http://", "");
        Map<String, String> environment = Map.of("GALLEY_ADMIN", admin);
        Terminal terminal = new Terminal(out, out, false, false, environment, this::pause);
        return Cli.execute(terminal, new Nothing(), arguments);
    }

    private boolean pause(Duration time) {
        try {
            return !new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    /// What the nodes answer: the first version their process ids.
    private static String version() throws Exception {
        return fleet.get("front", "/field").body().replaceFirst("^[0-9]+$", "[0-9]+");
    }

    /// What the nodes answer once the upgrade is over.
    private static void answered(String version) {
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(fleet.get("front", "/field").body()).matches(version));
    }

    /// Waits until each node tells this version of Galley of itself and of all.
    private static void galleys(String version) {
        await().atMost(LONG).untilAsserted(() -> assertThat(galleys()).containsExactly(version));
    }

    private static Set<String> galleys() throws Exception {
        Set<String> versions = new TreeSet<>();
        for (String node : fleet.names()) {
            String all = fleet.admin(node, "GET", "/v1/cluster", "").body();
            String own = fleet.admin(node, "GET", "/v1/status", "").body();
            Matcher told = VERSION.matcher(all + own);
            while (told.find()) versions.add(told.group(1));
        }
        return versions;
    }

    @Test
    @Order(1)
    void aVersionThatTheRunningOneWouldNotUnderstandIsRefusedBeforeTheFirstNodeMoves()
            throws Exception {
        Path file = release("other-wire", "work(int millis)", "work(int ms)", "millis *", "ms *");
        assertThat(galley("upgrade", file.toString())).isEqualTo(1);
        assertThat(told())
                .contains("refused: all nodes: `millis` is gone from message Field/WorkRequest");
        for (String node : fleet.names())
            assertThat(fleet.node(node).told()).doesNotContain(" goes to ");
    }

    @Test
    @Order(2)
    void aGalleyThatDoesNotStartIsRefusedBeforeTheFirstNodeMoves() throws Exception {
        Path half = GalleyJar.truncated(folder.resolve("half.jar"), jar);
        assertThat(galley("upgrade", fleet.file.toString(), "--jar", "" + half)).isEqualTo(1);
        assertThat(told()).contains("refused: all nodes: ", half.toString());
        for (String node : fleet.names())
            assertThat(fleet.node(node).told()).doesNotContain(" goes to ");
    }

    @Test
    @Order(3)
    void allNodesRunAnotherVersionInTheSameProcessesWithoutAFailedRequest() throws Exception {
        Path file = release("v2", WORKS, "return -2;");
        Path next = galleyJar("2.0");
        galleys("1.0");
        Load load = new Load(fleet, "front", ASKERS);
        assertThat(galley("upgrade", "" + file, "--jar", "" + next, "--watch", "1s"))
                .as(this::told)
                .isZero();
        fleet.settles();
        assertThat(load.end()).isEmpty();
        answered("-2");
        galleys("2.0");
        assertThat(told())
                .containsSubsequence("all nodes look at", "goes to the new version")
                .containsSubsequence("is back, and is watched", "done: all nodes run");
        for (String node : fleet.names()) assertThat(fleet.node(node).isAlive()).isTrue();
        assertThat(fleet.admin("n1", "GET", "/v1/cluster", "").body())
                .doesNotContain("galley.yaml");
    }

    @Test
    @Order(4)
    @Tag("long")
    void aVersionWhoseCallsFailGoesBack() throws Exception {
        String before = version();
        Path file = release("v3", WORKS, "throw new IllegalStateException(\"mouldy\");");
        Load load = new Load(fleet, "front", ASKERS);
        assertThat(galley("upgrade", file.toString(), "--watch", "20s")).isEqualTo(1);
        fleet.settles();
        load.end();
        assertThat(told()).contains("rolled back: ", "with the new version");
        answered(before);
    }

    @Test
    @Order(5)
    @Tag("long")
    void aVersionThatDoesNotStartGoesBack() throws Exception {
        String before = version();
        Path file = release("v4", WORKS, "return -4;");
        String text = Files.readString(file);
        int taken = Integer.parseInt(fleet.adminOf("n3").replaceFirst(".*:", ""));
        Files.writeString(file, text.replace("admin: 127.0.0.1:0", "admin: 127.0.0.1:" + taken));
        Load load = new Load(fleet, "front", ASKERS);
        assertThat(galley("upgrade", file.toString(), "--watch", "1s")).isEqualTo(1);
        assertThat(told()).contains("rolled back: ", "can't listen on 127.0.0.1:" + taken);
        fleet.settles();
        assertThat(load.end()).isEmpty();
        answered(before);
    }

    @Test
    @Order(6)
    @Tag("long")
    void aGalleyWithADefectGoesBackInTheSameProcess() throws Exception {
        String missing = "dev.galley.server.Placing";
        Path next = GalleyJar.without(folder.resolve("galley-3.jar"), "3.0", Main.class, missing);
        Load load = new Load(fleet, "front", ASKERS);
        assertThat(galley("upgrade", current(), "--jar", "" + next, "--watch", "1s")).isEqualTo(1);
        assertThat(told()).contains("rolled back: ", "NoClassDefFoundError");
        fleet.settles();
        assertThat(load.end()).isEmpty();
        galleys("2.0");
        for (String node : fleet.names()) assertThat(fleet.node(node).isAlive()).isTrue();
    }

    /// The supervisor starts it by links, which are set after an upgrade. It listens before it is a
    /// member then, so who is in front looks whether it answers.
    @Test
    @Order(7)
    @Tag("long")
    void whatDiesWithoutAWordIsStartedAsTheSupervisorKnowsItAndAllOthersStay() throws Exception {
        Path next = GalleyJar.of(folder.resolve("galley-4.jar"), "4.0", Dying.class);
        setLinks("galley-2.0.jar", "v2.yaml");
        fleet.startFront("careful", "type: http, path: /well");
        Load load = new Load(fleet, "careful", ASKERS);
        Thread supervisor = Thread.startVirtualThread(UpgradeTest::restart);
        assertThat(galley("upgrade", current(), "--jar", "" + next, "--watch", "1s")).isEqualTo(1);
        supervisor.join();
        assertThat(told()).contains("rolled back: ", "came back with the old version");
        fleet.settles();
        assertThat(load.end()).isEmpty();
        galleys("2.0");
        answered("-2");
    }

    /// What the nodes run.
    private static String current() {
        return folder.resolve("v2.yaml").toString();
    }

    /// As it is to be done after an upgrade.
    private static void setLinks(String galley, String file) throws IOException {
        for (Path link : List.of(jar, fleet.file)) Files.delete(link);
        Files.createSymbolicLink(jar, folder.resolve(galley));
        Files.createSymbolicLink(fleet.file, folder.resolve(file));
    }

    /// Starts the first node that ends, as a supervisor does.
    private static void restart() {
        await().atMost(LONG)
                .until(() -> fleet.names().stream().anyMatch(n -> !fleet.node(n).isAlive()));
        for (String node : fleet.names()) if (!fleet.node(node).isAlive()) fleet.start(node);
    }

    /// What only `galley run` and `galley check` need.
    private static final class Nothing implements Runner {
        @Override
        public int run(Path file, Mode mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> check(Path file, AppConfig app) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void certify(Path at, String cluster, String node, List<String> hosts) {
            throw new UnsupportedOperationException();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.app.App;
import dev.galley.app.AppException;
import dev.galley.app.Host;
import dev.galley.config.Config;
import dev.galley.net.Loops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told about a program that cannot be run as it is.
class StartTest {
    @TempDir private Path folder;

    private static void start(String yaml) throws Exception {
        Config config = Config.parse("galley.yaml", yaml, Map.of());
        try (Loops loops = Loops.start(1)) {
            App.start("galley.yaml", config.app(), null, null, new Host(loops, _ -> {})).close();
        }
    }

    @Test
    void aMistakeInTheConfigurationOfAModuleIsToldWithItsPlace() throws Exception {
        String yaml = Town.file(folder, "").replace("{most: 2}", "{mots: 2}");
        assertThatThrownBy(() -> start(yaml))
                .isInstanceOf(AppException.class)
                .hasMessage(
                        """
                        galley.yaml:9:22: app.modules.office.config: missing key "most"
                        galley.yaml:9:23: app.modules.office.config: unknown key "mots"; \
                        did you mean "most"?\
                        """);
    }

    @Test
    void aConfigurationThatIsMissingIsToldWithItsPath() throws Exception {
        String yaml = Town.file(folder, "").replace("    office: {config: {most: 2}}\n", "");
        assertThatThrownBy(() -> start(yaml))
                .hasMessage("galley.yaml: app.modules.office.config: missing key \"most\"");
    }

    @Test
    void aServiceThatNoModuleServesIsNamed() throws Exception {
        String yaml = Town.file(folder, "");
        Jar.of(folder, "post", "mail");
        assertThatThrownBy(() -> start(yaml))
                .hasMessage(
                        """
                        the module office needs the service Mail, and no module in app.classpath \
                        serves it
                        the module people needs the service Mail, and no module in app.classpath \
                        serves it\
                        """);
    }

    @Test
    void aClassThatTheIndexNamesAndTheClassPathLacksIsNamed() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("META-INF/galley"));
        Files.writeString(classes.resolve("modules"), "gone = a.Gone\n");
        assertThatThrownBy(() -> start("app: {classpath: %s}".formatted(folder)))
                .hasMessage(
                        "the module gone cannot be loaded: java.lang.ClassNotFoundException:"
                                + " a.Gone; is all that it uses in app.classpath?");
    }

    @Test
    void twoModulesWithTheSameServiceAreRefused() throws Exception {
        String yaml = Town.file(folder, "");
        String mail = "dev.galley.it.app.post.MailInFiles";
        Path twin = Files.createDirectories(folder.resolve("twin/META-INF/galley"));
        Files.writeString(twin.resolve("modules"), "letters = " + mail + "\n");
        String both = yaml.replace("classpath: [", "classpath: [" + folder.resolve("twin") + ", ");
        assertThatThrownBy(() -> start(both))
                .hasMessage(
                        "the modules letters and mail both serve Mail: callers would not know"
                                + " which; keep one");
    }

    @Test
    void aConstructorThatThrowsIsToldWithWhatItThrew() throws Exception {
        String yaml =
                Town.file(folder, "")
                        .replace("{folder: " + folder.resolve("town") + "}", "{folder: \"\\0\"}");
        assertThatThrownBy(() -> start(yaml))
                .isInstanceOf(AppException.class)
                .hasMessageStartingWith(
                        "the module people does not start:"
                                + " java.nio.file.InvalidPathException: Nul character");
    }

    @Test
    void aCheckFindsWhatIsWrongWithTheClassesAndStartsNone() throws Exception {
        String good = Town.file(folder, "");
        assertThat(check(good)).isEmpty();
        assertThat(check(good.replace("{most: 2}", "{most: two}")))
                .containsExactly(
                        "galley.yaml:9:29: app.modules.office.config.most: \"two\" is not a number;"
                                + " write for example 3");
        Path closed = folder.resolve("town/closed");
        assertThat(closed).doesNotExist();
        Jar.of(folder, "post", "mail");
        assertThat(check(good)).anyMatch(fault -> fault.contains("needs the service Mail"));
    }

    private static List<String> check(String yaml) {
        return App.check("galley.yaml", Config.parse("galley.yaml", yaml, Map.of()).app());
    }

    @Test
    void checkAndRunTellWhatIsWrongWithTheClasses() throws Exception {
        Path file = folder.resolve("galley.yaml");
        Files.writeString(file, Town.file(folder, ""));
        Jar.of(folder, "post", "office");
        assertThat(Node.check(file))
                .contains("\"office\" is not in the class path; there are: mail, people");
        Files.writeString(file, Town.file(folder, "").replace("most: 2", "most: two"));
        assertThat(Node.check(file)).contains("galley.yaml:9:29: app.modules.office.config.most");
    }

    @Test
    void aChangeOfTheProgramIsRefusedWhileItRuns() throws Exception {
        try (Town town = new Town(folder, "").start()) {
            Path file = folder.resolve("galley.yaml");
            Files.writeString(file, Files.readString(file).replace("drain: 10s", "drain: 11s"));
            town.node("n1").hangUp();
            await().until(() -> town.node("n1").told().contains("reloaded"));
            Files.writeString(file, Files.readString(file).replace("most: 2", "most: 3"));
            town.node("n1").hangUp();
            await().until(() ->
                    town.node("n1")
                            .told()
                            .contains(
                                    "app.modules.office.config changed, which takes a restart of"
                                            + " this process; nothing of the file is taken"));
        }
    }

    @Test
    void aGalleyWithoutAProgramLoadsNothingOfIt() throws Exception {
        Path file = folder.resolve("galley.yaml");
        Files.writeString(file, "admin: 127.0.0.1:0\n");
        Node galley =
                new Node(
                        folder.resolve("told"),
                        file,
                        List.of(),
                        "-verbose:class",
                        "-XX:AOTMode=off");
        galley.serves();
        assertThat(galley.told())
                .contains("dev.galley.server.Galley ")
                .doesNotContain("dev.galley.rpc.", "dev.galley.app.", "dev.galley.server.Modules ")
                .doesNotContain("dev.galley.compute.", "dev.galley.server.Provisions ")
                .doesNotContain("dev.galley.scale.", "io.fabric8.")
                .doesNotContain("dev.galley.sessions.", "org.infinispan.", "org.jgroups.")
                .doesNotContain("io.lettuce.", "org.apache.zookeeper.", "org.apache.curator.");
        galley.kill();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.app.App;
import dev.galley.app.AppException;
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
            App.start("galley.yaml", config.app(), null, null, loops, _ -> {}).close();
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
    void aChangeOfTheProgramIsRefusedWhileItRuns() throws Exception {
        try (Town town = new Town(folder, "").start()) {
            Path file = folder.resolve("galley.yaml");
            Files.writeString(file, Files.readString(file).replace("drain: 10s", "drain: 11s"));
            town.node("n1").hangUp();
            await().until(() -> town.node("n1").told().contains("reloaded"));
            Files.writeString(file, Files.readString(file).replace("most: 2", "most: 3"));
            town.node("n1").hangUp();
            await().until(() ->
                    town.node("n1").told().contains("app has changed, which takes a restart"));
        }
    }

    @Test
    void aGalleyWithoutAProgramLoadsNothingOfIt() throws Exception {
        Path file = folder.resolve("galley.yaml");
        Files.writeString(file, "admin: 127.0.0.1:0\n");
        Node galley = new Node(folder.resolve("told"), file, List.of(), "-verbose:class");
        galley.serves();
        assertThat(galley.told())
                .contains("dev.galley.server.Galley ")
                .doesNotContain("dev.galley.rpc.", "dev.galley.app.", "dev.galley.server.Modules ");
        galley.kill();
    }
}

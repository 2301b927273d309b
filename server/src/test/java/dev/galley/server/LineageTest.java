// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.cli.Mode;
import dev.galley.cluster.upgrade.Plan;
import dev.galley.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {
    private static final List<String> OWN =
            List.of("/bin/java", "-Xmx1g", "-jar", "/opt/1.jar", "run", "--node", "n1", "/opt/a b");

    private static final Set<PosixFilePermission> EVERYBODY =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private static Launch launch(Lineage lineage) {
        return new Launch(OWN, OWN.subList(4, 8), new Mode("n1", null), lineage, "life", null);
    }

    @Test
    void aSuccessorIsStartedAsThisProcessWasButForItsFileAndJarAndKnowsTheWayBack() {
        var next = launch(Lineage.NONE).next(new Plan("/opt/2.yaml", "/opt/2.jar", 0, 0), "u2");
        assertThat(next.command())
                .containsExactly(
                        "/bin/java",
                        "-Xmx1g",
                        "-jar",
                        "/opt/2.jar",
                        "run",
                        "--node",
                        "n1",
                        "/opt/2.yaml");
        Lineage told = Lineage.parse(next.lineage().text(7), 7);
        assertThat(told).isEqualTo(new Lineage(true, "u2", "", "", "", OWN));
        assertThat(Lineage.parse(next.lineage().text(7), 8)).isEqualTo(Lineage.NONE);
    }

    @Test
    void whatIsTriedBesideThisProcessHasNoAgentsThatWouldListenWhereItsOwnDo() {
        List<String> own =
                List.of("java", "-javaagent:/opt/jmx.jar=9404", "-Xmx1g", "-jar", "/1.jar", "run");
        Launch launch = new Launch(own, List.of("run"), Mode.PLAIN, Lineage.NONE, "life", null);
        Plan plan = new Plan("/2.yaml", "/2.jar", 0, 0);
        assertThat(launch.beside(plan, List.of("check", "/2.yaml")))
                .containsExactly("java", "-Xmx1g", "-jar", "/2.jar", "check", "/2.yaml");
        assertThat(launch.next(plan, "u").command()).containsAll(own.subList(0, 3));
    }

    /// So it listens only when it is a member, as the other one had.
    @Test
    void alsoWhoComesBackFollowsAnother() {
        String told = launch(Lineage.NONE).before("").lineage().text(7);
        assertThat(Lineage.parse(told, 7).follows()).isTrue();
        assertThat(Lineage.parse(told, 8).follows()).isFalse();
        assertThat(Lineage.NONE.follows()).isFalse();
    }

    @Test
    void whatDoesNotStartHasTheOneBeforeComeBackAndSaysWhy() {
        Launch failing =
                launch(new Lineage(true, "u2", "", "", "u1", List.of("/bin/java", "before")));
        var back = failing.before("no such port");
        assertThat(back.command()).containsExactly("/bin/java", "before");
        assertThat(back.lineage())
                .isEqualTo(new Lineage(true, "u1", "u2", "no such port", "", List.of()));
        assertThat(failing.before("").lineage())
                .isEqualTo(new Lineage(true, "u1", "", "", "", List.of()));
    }

    private static Path distribution(Path home) throws IOException {
        Path java = home.resolve("runtime/bin/java");
        Files.createDirectories(java.getParent());
        Files.createFile(java, PosixFilePermissions.asFileAttribute(EVERYBODY));
        Files.createDirectory(home.resolve("lib"));
        Files.createFile(home.resolve("lib/galley.jar"));
        return home;
    }

    /// As `java` tells its own path, and the user has given the others.
    private static Launch launch(Path home) throws IOException {
        Path jar = home.resolve("lib/galley.jar");
        List<String> own =
                List.of(
                        home.toRealPath() + "/runtime/bin/java",
                        "@" + home + "/lib/jvm.args",
                        "-jar",
                        jar.toString(),
                        "run",
                        "/etc/1.yaml");
        Imprint was = Imprint.of(jar);
        return new Launch(own, own.subList(4, 6), Mode.PLAIN, Lineage.NONE, "life", was);
    }

    @Test
    void aDistributionIsFollowedByTheRuntimeAndTheOptionsOfTheNextOne(@TempDir Path folder)
            throws IOException {
        Path link = folder.resolve("galley"), next = distribution(folder.resolve("2"));
        Files.createSymbolicLink(link, distribution(folder.resolve("1")));
        Plan plan = new Plan("/etc/2.yaml", next + "/lib/galley.jar", 0, 0);
        for (Path home : List.of(folder.resolve("1"), link))
            assertThat(launch(home).next(plan, "u").command())
                    .containsExactly(
                            next + "/runtime/bin/java",
                            "@" + next + "/lib/jvm.args",
                            "-jar",
                            next + "/lib/galley.jar",
                            "run",
                            "/etc/2.yaml");
    }

    /// Whoever may ask for an upgrade must not choose what is run by the folder beside a jar.
    @Test
    void aRuntimeThatOthersMayWriteIsRefused(@TempDir Path folder) throws IOException {
        Path next = distribution(folder.resolve("2")), file = folder.resolve("galley.yaml");
        Files.writeString(file, "cluster: {name: a, bind: \"127.0.0.1:7800\"}\n");
        Config config = Config.parse("galley.yaml", Files.readString(file), Map.of());
        Preflight look =
                new Preflight(launch(distribution(folder.resolve("1"))), file, config, List.of());
        Plan plan = new Plan(file.toString(), next + "/lib/galley.jar", 0, 0);
        assertThat(look.check(plan).faults().toString()).doesNotContain("others may write");
        Path java = next.resolve("runtime/bin/java");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xrwx"));
        assertThat(look.check(plan).faults()).hasSize(1);
        assertThat(look.check(plan).faults().getFirst()).startsWith(java + " belongs to another");
    }

    @Test
    void aJarBesideNoRuntimeIsFollowedByADistributionWithTheRuntimeThatThereIs(@TempDir Path folder)
            throws IOException {
        Path jar = Files.createDirectory(folder.resolve("lib")).resolve("galley.jar");
        Path next = distribution(folder.resolve("2"));
        List<String> own = List.of(folder + "/jdk/bin/java", "-jar", "" + jar, "run", "f");
        Launch launch = new Launch(own, own.subList(3, 5), Mode.PLAIN, Lineage.NONE, "life", null);
        assertThat(launch.next(new Plan("/f", next + "/lib/galley.jar", 0, 0), "u").command())
                .startsWith(folder + "/jdk/bin/java");
    }

    @Test
    void theWayBackIsTheJarThatRanAlsoWhenALinkToItIsSetAnew(@TempDir Path folder)
            throws IOException {
        Path link = folder.resolve("galley"), next = distribution(folder.resolve("2"));
        Files.createSymbolicLink(link, distribution(folder.resolve("1")));
        Launch launch = launch(link);
        Imprint was = Imprint.of(link.resolve("lib/galley.jar"));
        assertThat(was.stands()).isTrue();
        Files.delete(link);
        Files.createSymbolicLink(link, next);
        assertThat(was.stands()).isFalse();
        var successor = launch.next(new Plan("/f", next + "/lib/galley.jar", 0, 0), "u");
        assertThat(successor.lineage().command())
                .contains(folder.toRealPath() + "/1/lib/galley.jar");
    }

    /// An archive brings the dates of its files along.
    @Test
    void aFileIsAnotherOneThoughItsDateIsTheSame(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.jar"), other = folder.resolve("b.jar");
        FileTime date = FileTime.fromMillis(0);
        for (Path each : List.of(file, other)) {
            Files.writeString(each, "a jar");
            Files.setLastModifiedTime(each, date);
        }
        Imprint was = Imprint.of(file);
        assertThat(was.stands()).isTrue();
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(was.stands()).isFalse();
        assertThat(Imprint.of(other).stands()).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.cli.Mode;
import dev.galley.cluster.upgrade.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {
    private static final List<String> OWN =
            List.of("/bin/java", "-Xmx1g", "-jar", "/opt/1.jar", "run", "--node", "n1", "/opt/a b");

    private static final Set<PosixFilePermission> EVERYBODY =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private static Launch launch(Lineage lineage) {
        return new Launch(OWN, OWN.subList(4, 8), new Mode("n1", null), lineage, "life");
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
        assertThat(told).isEqualTo(new Lineage("u2", "", "", "", OWN));
        assertThat(Lineage.parse(next.lineage().text(7), 8)).isEqualTo(Lineage.NONE);
    }

    @Test
    void whatDoesNotStartHasTheOneBeforeComeBackAndSaysWhy() {
        Launch failing = launch(new Lineage("u2", "", "", "u1", List.of("/bin/java", "before")));
        var back = failing.before("no such port");
        assertThat(back.command()).containsExactly("/bin/java", "before");
        assertThat(back.lineage())
                .isEqualTo(new Lineage("u1", "u2", "no such port", "", List.of()));
        assertThat(failing.before("").lineage())
                .isEqualTo(new Lineage("u1", "", "", "", List.of()));
    }

    @Test
    void aDistributionIsFollowedByTheRuntimeAndTheOptionsOfTheNextOne(@TempDir Path folder)
            throws IOException {
        Path java = folder.resolve("2/runtime/bin/java");
        Files.createDirectories(java.getParent());
        Files.createFile(java, PosixFilePermissions.asFileAttribute(EVERYBODY));
        String home = folder + "/1";
        List<String> own =
                List.of(
                        home + "/runtime/bin/java",
                        "@" + home + "/lib/jvm.args",
                        "-jar",
                        home + "/lib/galley.jar",
                        "run",
                        "/etc/1.yaml");
        String jar = folder + "/2/lib/galley.jar";
        var next =
                new Launch(own, own.subList(4, 6), Mode.PLAIN, Lineage.NONE, "life")
                        .next(new Plan("/etc/2.yaml", jar, 0, 0), "u");
        assertThat(next.command())
                .containsExactly(
                        java.toString(),
                        "@" + folder + "/2/lib/jvm.args",
                        "-jar",
                        jar,
                        "run",
                        "/etc/2.yaml");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The check `postgresql` and a real PostgreSQL, with a cluster of its own. It refuses to be run by
/// root, so that root becomes postgres for it.
@Needs("pg_ctlcluster")
class PostgresqlTest {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");
    private static final String PASSWORD = "host all all 127.0.0.1/32 scram-sha-256";
    private static Path folder;

    @BeforeAll
    static void makeACluster() throws Exception {
        folder = Program.folder("postgresql");
        if (ROOT)
            Files.setOwner(
                    folder,
                    FileSystems.getDefault()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("postgres"));
        Program.run(
                folder, tool("initdb", "--no-sync", "-A", "trust", "-U", "owner", "-D", data()));
    }

    @AfterAll
    static void forgetIt() throws IOException {
        Program.delete(folder);
    }

    private static String data() {
        return folder.resolve("data").toString();
    }

    private static String[] tool(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (ROOT)
            Collections.addAll(
                    command, "setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
        command.add(newest().resolve("bin").resolve(name).toString());
        Collections.addAll(command, arguments);
        return command.toArray(String[]::new);
    }

    private static Path newest() throws IOException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(
                            Comparator.comparingInt(
                                    v -> Integer.parseInt(v.getFileName().toString())))
                    .orElseThrow();
        }
    }

    /// @param access a line of pg_hba.conf
    private static Program postgres(String access, String... options) throws IOException {
        int port = Program.freePort();
        Path hba = Files.writeString(folder.resolve("hba"), access + "\n");
        List<String> arguments = new ArrayList<>();
        Collections.addAll(arguments, "-D", data(), "-p", "" + port, "-k", folder.toString(), "-F");
        Collections.addAll(arguments, "-c", "listen_addresses=127.0.0.1", "-c", "hba_file=" + hba);
        Collections.addAll(arguments, options);
        return new Program(folder, port, tool("postgres", arguments.toArray(String[]::new)));
    }

    @Test
    void oneThatServesIsUpAndOneThatHangsOrDiedIsDown() throws Exception {
        try (Program postgres = postgres(PASSWORD)) {
            Checked.comesUp("postgresql", postgres);
            Checked.followsItsFate("postgresql", postgres);
        }
    }

    @Test
    void oneThatRefusesTheUserIsUp() throws IOException {
        try (Program postgres = postgres("local all all trust")) {
            Checked.comesUp("postgresql", postgres);
        }
    }

    @Test
    void oneThatLetsTheUserInIsUp() throws IOException {
        try (Program postgres = postgres("host all all 127.0.0.1/32 trust")) {
            String owner = "{type: postgresql, user: owner, database: postgres}";
            Checked.comesUp(owner, postgres);
        }
    }

    @Test
    void oneThatOnlyFollowsAnotherIsDown() throws IOException {
        Path standby = Files.createFile(Path.of(data(), "standby.signal"));
        try (Program postgres = postgres(PASSWORD, "-c", "hot_standby=off")) {
            assertThat(Checked.check("postgresql", postgres.address()))
                    .startsWith("the database system is ");
        } finally {
            Files.delete(standby);
        }
    }
}

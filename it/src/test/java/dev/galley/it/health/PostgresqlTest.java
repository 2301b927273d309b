// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The check `postgresql` and a real PostgreSQL.
@Needs("pg_ctlcluster")
class PostgresqlTest {
    private static final String PASSWORD = "host all all 127.0.0.1/32 scram-sha-256";
    private static Postgres cluster;

    @BeforeAll
    static void makeACluster() throws Exception {
        cluster = new Postgres();
    }

    @AfterAll
    static void forgetIt() throws IOException {
        cluster.close();
    }

    @Test
    void oneThatServesIsUpAndOneThatHangsOrDiedIsDown() throws Exception {
        try (Program postgres = cluster.start(PASSWORD)) {
            Checked.comesUp("postgresql", postgres);
            Checked.followsItsFate("postgresql", postgres);
        }
    }

    @Test
    void oneThatRefusesTheUserIsUp() throws IOException {
        try (Program postgres = cluster.start("local all all trust")) {
            Checked.comesUp("postgresql", postgres);
        }
    }

    @Test
    void oneThatLetsTheUserInIsUp() throws IOException {
        try (Program postgres = cluster.start("host all all 127.0.0.1/32 trust")) {
            String owner = "{type: postgresql, user: owner, database: postgres}";
            Checked.comesUp(owner, postgres);
        }
    }

    @Test
    void oneThatOnlyFollowsAnotherIsDown() throws IOException {
        Path standby = Files.createFile(cluster.data().resolve("standby.signal"));
        try (Program postgres = cluster.start(PASSWORD, "-c", "hot_standby=off")) {
            assertThat(Checked.check("postgresql", postgres.address()))
                    .startsWith("the database system is ");
        } finally {
            Files.delete(standby);
        }
    }
}

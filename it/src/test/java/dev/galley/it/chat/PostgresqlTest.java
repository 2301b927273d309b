// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.galley.it.health.Needs;
import dev.galley.it.health.Postgres;
import dev.galley.it.health.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chat with the other database.
@Needs("pg_ctlcluster")
class PostgresqlTest {
    @TempDir private static Path folder;
    private static Postgres cluster;
    private static Program postgres;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.exists(Chat.JAR), "there is no jar yet: mvn verify builds it");
        cluster = new Postgres();
        postgres = cluster.start("host all all 127.0.0.1/32 trust");
        cluster.awaits(postgres);
        int port = postgres.address().getPort();
        url = "jdbc:postgresql://127.0.0.1:%d/postgres?user=owner".formatted(port);
    }

    @AfterAll
    static void end() throws Exception {
        if (postgres != null) postgres.close();
        if (cluster != null) cluster.close();
    }

    @Test
    void theChatDoesTheSameWithPostgresql() throws Exception {
        try (Chat chat = new Chat(folder, "cluster.yaml", url).start()) {
            Story.happens(chat.socket());
        }
    }

    @Test
    void whoStandsStillInATransactionKeepsNobodyFromTheRowsThatItHasLockedForLong()
            throws Exception {
        String libraries = Chat.JAR.resolveSibling("libraries") + "/*";
        Program.run(
                folder,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path") + ":" + libraries,
                Standstill.class.getName(),
                url);
    }
}

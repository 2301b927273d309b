// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.galley.it.health.Needs;
import dev.galley.it.health.Postgres;
import dev.galley.it.health.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chat with the other database.
@Needs("pg_ctlcluster")
class PostgresqlTest {
    @TempDir private Path folder;

    @Test
    void theChatDoesTheSameWithPostgresql() throws Exception {
        assumeTrue(Files.exists(Chat.JAR), "there is no jar yet: mvn verify builds it");
        try (Postgres cluster = new Postgres();
                Program postgres = cluster.start("host all all 127.0.0.1/32 trust")) {
            cluster.awaits(postgres);
            int port = postgres.address().getPort();
            String url = "jdbc:postgresql://127.0.0.1:%d/postgres?user=owner".formatted(port);
            try (Chat chat = new Chat(folder, "cluster.yaml", url).start()) {
                Story.happens(chat.socket());
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package chat.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.rpc.CallException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final String TABLE =
            "create table if not exists things (id bigint generated always as identity, n int)";

    private static final String INSERT = "insert into things (n) values (?)";

    @TempDir private Path folder;

    private String url() {
        return "jdbc:h2:" + folder.resolve("things");
    }

    @Test
    void aCallThatIsGivenUpDisturbsNoOther() throws Exception {
        try (Database database = new Database(new DatabaseConfig(url()), TABLE);
                Connection other = DriverManager.getConnection(url() + Database.H2);
                Statement statement = other.createStatement()) {
            for (int i = 0; i < 30; i++) {
                Thread caller = Thread.startVirtualThread(() -> insertForEver(database));
                long before = count(statement);
                while (count(statement) < before + 3) Thread.onSpinWait();
                caller.interrupt();
                caller.join();
            }
            assertThat(count(statement)).isGreaterThan(90);
        }
    }

    private static void insertForEver(Database database) {
        try {
            while (!Thread.currentThread().isInterrupted())
                database.inTransaction(sql -> sql.update(INSERT, 1));
        } catch (RuntimeException _) {
            // It was given up.
        }
    }

    private static long count(Statement statement) throws Exception {
        try (ResultSet rows = statement.executeQuery("select count(*) from things")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void aMistakeIsToldAtOnceAndWithoutThePassword() {
        DatabaseConfig config = new DatabaseConfig(url() + ";PASSWORD=secret");
        assertThatThrownBy(() -> new Database(config, "create tabel things").close())
                .hasMessageContaining("create tabel")
                .hasMessageNotContaining("secret");
    }

    @Test
    void whatDoesNotFitIsRefusedAsTheCallersMistake() {
        try (Database database = new Database(new DatabaseConfig(url()), TABLE)) {
            assertThatThrownBy(() -> database.inTransaction(sql -> sql.update(INSERT, "one")))
                    .isInstanceOfSatisfying(
                            CallException.class, e -> assertThat(e.type()).isEqualTo("bad-text"));
        }
    }

    @Test
    void whatFailsLeavesNothingBehind() {
        try (Database database = new Database(new DatabaseConfig(url()), TABLE)) {
            assertThatThrownBy(() ->
                            database.inTransaction(sql -> {
                                sql.update(INSERT, 1);
                                throw new IllegalStateException("no");
                            }))
                    .hasMessage("no");
            String count = "select count(*) from things";
            long rows = database.inTransaction(sql -> sql.number(count));
            assertThat(rows).isZero();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package chat.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.Users;
import chat.database.DatabaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
    private static final String PASSWORD = "correct-horse";

    @TempDir private Path folder;

    private UsersInDatabase users(Duration login) {
        DatabaseConfig database = new DatabaseConfig("jdbc:h2:" + folder.resolve("chat"));
        return new UsersInDatabase(new UsersConfig(database, login));
    }

    @Test
    void aTokenIsGoodUntilItsTimeIsOver() {
        try (UsersInDatabase users = users(Duration.ZERO)) {
            users.register("ann", PASSWORD);
            Users.Login login = users.login("ann", PASSWORD);
            assertThatThrownBy(() -> users.whoIs(login.token())).hasMessage("log in first");
        }
    }

    @Test
    void aLoginOutlivesTheProcess() {
        String token;
        try (UsersInDatabase users = users(Duration.ofDays(1))) {
            users.register("ann", PASSWORD);
            token = users.login("ann", PASSWORD).token();
        }
        try (UsersInDatabase users = users(Duration.ofDays(1))) {
            assertThat(users.whoIs(token)).isEqualTo("ann");
        }
    }

    @Test
    void aSuccessMakesMistakesForgotten() {
        try (UsersInDatabase users = users(Duration.ofDays(1))) {
            users.register("ann", PASSWORD);
            for (int i = 0; i < 12; i++) {
                boolean right = i % 4 == 3;
                if (right) users.login("ann", PASSWORD);
                else
                    assertThatThrownBy(() -> users.login("ann", "a-wrong-one"))
                            .hasMessageContaining("no user has this");
            }
        }
    }

    @Test
    void everyoneIsNamedOnceAlsoWhereTheyTakeSeveralPages() {
        try (UserTables tables = new UserTables(new DatabaseConfig("jdbc:h2:" + folder + "/chat"));
                UsersInDatabase users = users(Duration.ofDays(1))) {
            for (int i = 0; i < 1200; i++) tables.add("user-%04d".formatted(i), "");
            try (Stream<String> everyone = users.everyone()) {
                assertThat(everyone).hasSize(1200).isSorted().doesNotHaveDuplicates();
            }
        }
    }
}

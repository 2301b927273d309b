// SPDX-License-Identifier: Apache-2.0
package shop.users;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.time.Duration;
import shop.Limits;
import shop.Users;
import shop.database.DatabaseConfig;
import shop.database.DuplicateException;

@Module("users")
public final class UsersInDatabase implements Users, AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final Duration REST = Duration.ofMinutes(1);

    private final UserTables tables;
    private final Passwords passwords = new Passwords();

    public UsersInDatabase(DatabaseConfig config) {
        tables = new UserTables(config);
    }

    @Override
    public void register(String name, String password) {
        String hash = passwords.hash(Limits.password(password));
        try {
            tables.add(Limits.name(name), hash);
        } catch (DuplicateException e) {
            if (!isRight(name, password)) throw CallException.failed("taken", name + " is taken");
        }
    }

    @Override
    public void check(String name, String password) {
        if (isRight(name, password)) return;
        throw CallException.failed("wrong-password", "no user has this name and password");
    }

    private boolean isRight(String name, String password) {
        String hash = tables.password(name).orElse(null);
        if (hash == null) {
            passwords.matchNobody(password);
            return false;
        }
        if (!tables.attempt(name, ATTEMPTS, REST))
            throw CallException.failed("too-many-attempts", "wait a minute, and try again");
        if (!passwords.matches(password, hash)) return false;
        tables.succeeded(name);
        return true;
    }

    @Override
    public void close() {
        tables.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package chat.users;

import chat.Limits;
import chat.Users;
import chat.database.DuplicateException;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

@Module("users")
public final class UsersInDatabase implements Users, AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final Duration REST = Duration.ofMinutes(1);
    private static final int PAGE = 500;

    private final UserTables tables;
    private final Passwords passwords = new Passwords();
    private final Duration login;

    public UsersInDatabase(UsersConfig config) {
        tables = new UserTables(config.database());
        login = config.login();
    }

    @Override
    public void register(String name, String password) {
        String hash = passwords.hash(Limits.password(password));
        try {
            tables.add(Limits.name(name), hash);
        } catch (DuplicateException e) {
            if (!isOurs(name, hash)) throw CallException.failed("taken", name + " is taken");
        }
    }

    /// Whether it was added just now, and the database went away before it could say so; no two
    /// hashes are the same.
    private boolean isOurs(String name, String hash) {
        return tables.password(name).filter(hash::equals).isPresent();
    }

    @Override
    public Login login(String name, String password) {
        String hash = tables.password(name).orElse(null);
        if (hash == null) {
            passwords.matchNobody(password);
            throw wrong();
        }
        if (!tables.attempt(name, ATTEMPTS, REST))
            throw CallException.failed("too-many-attempts", "wait a minute, and try again");
        if (!passwords.matches(password, hash)) throw wrong();
        String token = Tokens.next();
        Instant until = Instant.now().plus(login);
        tables.login(name, Tokens.hash(token), until);
        return new Login(token, until);
    }

    private static CallException wrong() {
        return CallException.failed("wrong-password", "no user has this name and password");
    }

    @Override
    public void logout(String token) {
        tables.logout(Tokens.hash(token));
    }

    @Override
    public String whoIs(String token) {
        return tables.name(Tokens.hash(token))
                .orElseThrow(() -> CallException.failed("not-logged-in", "log in first"));
    }

    @Override
    public boolean exists(String name) {
        return tables.exists(name);
    }

    @Override
    public Stream<String> everyone() {
        return Stream.iterate(
                        tables.namesAfter("", PAGE),
                        page -> !page.isEmpty(),
                        page -> tables.namesAfter(page.getLast(), PAGE))
                .flatMap(List::stream);
    }

    @Override
    public void close() {
        tables.close();
    }
}

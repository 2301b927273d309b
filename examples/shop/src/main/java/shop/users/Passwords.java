// SPDX-License-Identifier: Apache-2.0
package shop.users;

import dev.galley.rpc.CallException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// Hashes of passwords, by bcrypt. One takes some ten milliseconds of a core, which is what it is
/// for; no more are made at once than half of the cores can, so that whoever sends wrong passwords
/// slows down those who log in and nobody else.
final class Passwords {
    /// 2^10 rounds: the least that OWASP's Password Storage Cheat Sheet has.
    private static final int COST = 10;

    private static final int PATIENCE_S = 5;

    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    /// In the place of the hash of a user that there is not: it takes as long to be wrong.
    private final String none = hash("nobody's password");

    String hash(String password) {
        return onACore(() -> BCrypt.hashpw(password, BCrypt.gensalt(COST)));
    }

    boolean matches(String password, String hash) {
        return onACore(() -> BCrypt.checkpw(password, hash));
    }

    /// Takes as long as {@link #matches}.
    void matchNobody(String password) {
        matches(password, none);
    }

    private <T> T onACore(Supplier<T> work) {
        try {
            if (!cores.tryAcquire(PATIENCE_S, TimeUnit.SECONDS))
                throw CallException.failed("busy", "too many are logging in; try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CallException.failed("busy", "given up");
        }
        try {
            return work.get();
        } finally {
            cores.release();
        }
    }
}

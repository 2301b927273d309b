// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.pool.Member;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A call that is made to a second member when the first takes long; whichever has something to say
/// first wins (Dean, Barroso: "The Tail at Scale", 2013). Belongs to the call's thread.
final class Hedge {
    private final Attempt attempt;
    private final long due;

    Hedge(Attempt attempt, Duration after) {
        this.attempt = attempt;
        this.due = System.nanoTime() + after.toNanos();
    }

    /// Where the first one is.
    Member member() {
        return attempt.lease.member();
    }

    /// The attempt that something has come for; the other one is given up.
    ///
    /// @param another begins the second; null: there can be none
    Attempt first(Supplier<@Nullable Attempt> another) {
        while (!attempt.call.ready() && !Thread.currentThread().isInterrupted()) {
            long left = due - System.nanoTime();
            if (left <= 0) {
                Attempt second = another.get();
                return second == null ? attempt : faster(second);
            }
            attempt.call.await(left);
        }
        return attempt;
    }

    private Attempt faster(Attempt second) {
        while (!Thread.currentThread().isInterrupted()) {
            if (attempt.call.ready()) return won(attempt, second);
            if (second.call.ready()) return won(second, attempt);
            attempt.call.awaitEither(second.call);
        }
        return won(attempt, second);
    }

    private static Attempt won(Attempt winner, Attempt loser) {
        loser.cancel();
        return winner;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.rpc.CallException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes checkpoints beside the job, which does not wait for them. Belongs to the job's thread.
final class Keeper<P, A> {
    /// For a write that is under way at the end.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Ledger<P, A> ledger;
    private final long every;
    private final Consumer<CallException> overtaken;
    private long next;
    private @Nullable Thread writing;

    /// @param overtaken told, on any thread, that another one goes on with the job
    Keeper(Ledger<P, A> ledger, Duration every, long now, Consumer<CallException> overtaken) {
        this.ledger = ledger;
        this.every = every.toNanos();
        this.overtaken = overtaken;
        this.next = now + this.every;
    }

    /// Whether it is time for another one.
    boolean due(long now) {
        return now - next >= 0 && (writing == null || !writing.isAlive());
    }

    void keep(State<P, A> state, long now) {
        next = now + every;
        writing = Thread.startVirtualThread(() -> write(state));
    }

    private void write(State<P, A> state) {
        try {
            ledger.keep(state);
        } catch (CallException e) {
            overtaken.accept(e);
        }
    }

    /// Writes the last one, and waits for it. The result stands whoever else has it as well.
    void finish(State<P, A> state) throws InterruptedException {
        if (writing == null || writing.join(PATIENCE)) {
            writing = Thread.startVirtualThread(() -> write(state));
            writing.join(PATIENCE);
        }
    }
}

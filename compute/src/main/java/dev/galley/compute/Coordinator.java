// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.sessions.SessionStore;
import java.util.List;

/// Runs jobs in this process: each has a virtual thread, and one for each part under way.
public final class Coordinator implements Compute {
    private final Crew.Finder crews;
    private final SessionStore store;

    /// @param store where checkpoints are kept
    public Coordinator(Crew.Finder crews, SessionStore store) {
        this.crews = crews;
        this.store = store;
    }

    @Override
    public <S, P, A> Job<A> run(Task<S, P, A> task, List<P> parts) {
        if (parts.isEmpty()) throw new IllegalArgumentException("a job has at least one part");
        Crew<S> crew = crews.of(task.service());
        Checkpoint<P, A> how = task.checkpoint();
        Ledger<P, A> ledger = how == null ? null : new Ledger<>(store, how);
        String origin = ledger == null ? "" : ledger.origin(parts);
        Run<S, P, A> run = new Run<>(task, begin(origin, parts), crew, ledger, System::nanoTime);
        Thread.startVirtualThread(run);
        return run.job();
    }

    private static <P, A> State<P, A> begin(String origin, List<P> parts) {
        double share = 1.0 / parts.size();
        return new State<>(
                origin,
                "",
                0,
                0,
                parts.stream().map(p -> new State.Open<>(p, share, 0)).toList(),
                null);
    }
}

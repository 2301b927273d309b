// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.rpc.Provided;
import java.util.List;

/// Spreads a heavy computation over all nodes that run a service: each part of it is one call of a
/// method, and the answers are combined as they come. A module takes it in its constructor:
///
///     Task<Range, Count> task = Task.of(Primes.class, Primes::count, Count::plus);
///     try (Job<Count> job = compute.run(task.withSplit(Range::halves), List.of(all))) {
///         return job.result();
///     }
///
/// The code is what the nodes have already; nothing but requests and answers goes over the wire.
/// Each part counts once in the result, however often it was begun: a part whose node dies or fails
/// begins again on another one, and when no part is left that was not begun, those that take long
/// begin a second time elsewhere, and who is first counts (the backup tasks of Dean and Ghemawat,
/// "MapReduce", 2004, 3.6). So a part may be done twice with no other effect than once.
///
/// A part may itself be a job of further parts, on these nodes or others.
@Provided
public interface Compute {
    /// Begins a job. It has the deadline and the trace of the caller's {@link
    /// dev.galley.rpc.CallContext}, and ends with this process at the latest; with a {@link
    /// Checkpoint} it goes on where it is run again.
    ///
    /// @param parts what is to be done, each for itself and in any order; at least one
    /// @throws IllegalArgumentException if there is none, or nothing serves the task's service
    <S, P, A> Job<A> run(Task<S, P, A> task, List<P> parts);
}
